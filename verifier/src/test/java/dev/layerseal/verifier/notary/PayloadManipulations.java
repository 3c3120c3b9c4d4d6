package dev.layerseal.verifier.notary;

import static dev.layerseal.verifier.notary.TestTrust.CHAIN;
import static dev.layerseal.verifier.notary.TestTrust.HEADER;
import static dev.layerseal.verifier.notary.TestTrust.LEAF;
import static dev.layerseal.verifier.notary.TestTrust.PAYLOAD;

import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.verifier.trust.CheckType;
import java.util.ArrayList;
import java.util.List;

/** Every field of the payload, signed again in both envelopes. */
final class PayloadManipulations {

  private PayloadManipulations() {}

  static List<Manipulation> all() {
    List<Manipulation> all = new ArrayList<>();
    for (String payload :
        List.of(
            "{}",
            "[]",
            "x",
            "{\"targetArtifact\":null}",
            PAYLOAD + PAYLOAD,
            PAYLOAD.replace("targetArtifact", "target"),
            PAYLOAD.replace("\"size\":555", "\"size\":554"),
            PAYLOAD.replace("\"size\":555", "\"size\":\"555\""),
            PAYLOAD.replace("\"size\":555", "\"size\":-555"),
            PAYLOAD.replace("\"size\":555", "\"size\":555,\"size\":555"),
            PAYLOAD.replace("\"size\":555", "\"size\":555.0"),
            PAYLOAD.replace(",\"size\":555", ""),
            PAYLOAD.replace("image.manifest", "image.index"),
            PAYLOAD.replace("sha256:b", "sha256:c"),
            PAYLOAD.replace("sha256:", "sha512:"),
            PAYLOAD.replace("sha256:", "md5:"),
            PAYLOAD.replace("sha256:b", "sha256:B"))) {
      both(all, payload);
    }
    return all;
  }

  private static void both(List<Manipulation> all, String payload) {
    all.add(payload(EnvelopeFormat.JWS, Forge.jws(LEAF, CHAIN, HEADER, payload), payload));
    byte[] cose = Forge.cose(LEAF, CHAIN, CoseManipulations.header(), payload);
    all.add(payload(EnvelopeFormat.COSE, cose, payload));
  }

  private static Manipulation payload(EnvelopeFormat format, byte[] envelope, String payload) {
    Manipulation made =
        Manipulation.refused(
            "%s payload %s".formatted(format, payload), format, envelope, CheckType.INTEGRITY);
    return payload.contains("\"size\":555,\"size\"")
        ? made.takenByNotation(Manipulation.ONE_READING)
        : made;
  }
}
