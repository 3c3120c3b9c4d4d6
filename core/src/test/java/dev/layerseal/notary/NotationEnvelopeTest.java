package dev.layerseal.notary;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.layerseal.error.FormatException;
import dev.layerseal.oci.Manifest;
import dev.layerseal.x509.CertificateProfile;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the codecs against what notation wrote, byte for byte. */
class NotationEnvelopeTest {

  private static final String IMAGE =
      "sha256:b0b260303f3131120aaf541379a9abe1cf4c7ca69956dd8a49b502fc24fa2819";

  @ParameterizedTest
  @MethodSource("dev.layerseal.notary.Vectors#names")
  void readsAndVerifies(String name) throws Exception {
    SignatureEnvelope envelope = decode(name);
    assertEquals(Optional.empty(), envelope.fault());
    assertEquals(Payload.CONTENT_TYPE, envelope.contentType());
    assertEquals(SigningScheme.X509, envelope.attributes().scheme());
    assertEquals(Optional.of("notation-go/1.3.2"), envelope.unsigned().signingAgent());
    assertEquals(Optional.empty(), CertificateProfile.CODE_SIGNING.fault(envelope.chain()));
    assertEquals(name.startsWith("ts-"), envelope.unsigned().timestamp().isPresent());
    assertEquals(name.startsWith("exp-"), envelope.attributes().expiry().isPresent());
    Payload payload = Payload.decode(envelope.payload());
    assertEquals(IMAGE, payload.targetArtifact().digest().toString());
    assertEquals(555, payload.targetArtifact().size());
  }

  @ParameterizedTest
  @MethodSource("dev.layerseal.notary.Vectors#names")
  void writesTheSameBytes(String name) throws Exception {
    SignatureEnvelope read = decode(name);
    UnsignedEnvelope unsigned =
        UnsignedEnvelope.of(
            read.format(),
            read.algorithm().keySpec(),
            read.attributes(),
            Payload.decode(read.payload()));
    assertArrayEquals(read.signedBytes(), unsigned.signingInput());
    assertArrayEquals(
        Vectors.envelope(name), unsigned.with(read.signature(), read.chain(), read.unsigned()));
  }

  @ParameterizedTest
  @MethodSource("dev.layerseal.notary.Vectors#names")
  void writesTheSameManifest(String name) throws Exception {
    byte[] bytes = Vectors.read("signatures/%s/manifest.json".formatted(name));
    Manifest manifest = Manifest.decode("application/vnd.oci.image.manifest.v1+json", bytes);
    SignatureManifest read = SignatureManifest.decode(manifest);
    SignatureEnvelope envelope = decode(name);
    SignatureManifest written =
        SignatureManifest.of(
            SignatureManifest.Shape.CONFIG_TYPE,
            read.subject(),
            read.format(),
            Vectors.envelope(name),
            envelope.chain(),
            envelope.attributes().signingTime());
    assertArrayEquals(bytes, written.manifest().bytes());
  }

  private static SignatureEnvelope decode(String name) throws FormatException {
    return SignatureEnvelope.decode(Vectors.format(name), Vectors.envelope(name));
  }
}
