package dev.layerseal.verifier.notary;

import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.notary.SignatureEnvelope;
import dev.layerseal.verifier.trust.CheckType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** One bit of each part of an envelope, at places all over it. */
final class FlippedBytes {

  private static final int PLACES = 8;

  private FlippedBytes() {}

  static List<Manipulation> all() throws Exception {
    List<Manipulation> all = new ArrayList<>();
    for (EnvelopeFormat format : EnvelopeFormat.values()) {
      boolean jws = format == EnvelopeFormat.JWS;
      byte[] good = jws ? JwsManipulations.good() : CoseManipulations.good();
      SignatureEnvelope envelope = SignatureEnvelope.decode(format, good);
      byte[] header = jws ? Forge.text(TestTrust.HEADER) : CoseManipulations.header();
      byte[] leaf = TestTrust.LEAF.certificate().getEncoded();
      flip(all, format, good, jws ? url(envelope.payload()) : envelope.payload(), "payload");
      flip(all, format, good, jws ? url(envelope.signature()) : envelope.signature(), "signature");
      flip(all, format, good, jws ? Base64.getEncoder().encode(leaf) : leaf, "certificate");
      flip(all, format, good, jws ? url(header) : header, "protected header");
    }
    return all;
  }

  private static byte[] url(byte[] part) {
    return Base64.getUrlEncoder().withoutPadding().encode(part);
  }

  private static void flip(
      List<Manipulation> all, EnvelopeFormat format, byte[] good, byte[] part, String what) {
    int start = indexOf(good, part);
    for (int i = 0; i < PLACES; i++) {
      int offset = (int) ((long) (part.length - 1) * i / (PLACES - 1));
      byte[] changed = good.clone();
      changed[start + offset] ^= 1;
      String name = "%s: %s, byte %d".formatted(format, what, offset);
      all.add(Manipulation.refused(name, format, changed, CheckType.INTEGRITY));
    }
  }

  private static int indexOf(byte[] whole, byte[] part) {
    for (int i = 0; i + part.length <= whole.length; i++) {
      if (Arrays.equals(whole, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }
}
