package dev.layerseal.notary;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.Manifest;

/** Invariant of each target: a value, or a refusal that says why. */
class NotaryFuzzTest {

  @FuzzTest(maxDuration = "10s")
  void jws(byte[] bytes) {
    envelope(EnvelopeFormat.JWS, bytes);
  }

  @FuzzTest(maxDuration = "10s")
  void cose(byte[] bytes) {
    envelope(EnvelopeFormat.COSE, bytes);
  }

  /** What was read strictly has one spelling: writing it gives the same bytes. */
  @FuzzTest(maxDuration = "10s")
  void cbor(byte[] bytes) {
    try {
      CborValue value = CborReader.read(bytes);
      byte[] written = CborWriter.write(value);
      if (written.length != bytes.length) {
        throw new AssertionError("another length: " + value);
      }
    } catch (FormatException e) {
      // A verdict.
    }
  }

  @FuzzTest(maxDuration = "10s")
  void manifest(byte[] bytes) {
    try {
      Manifest manifest = Manifest.decode("application/vnd.oci.image.manifest.v1+json", bytes);
      SignatureManifest.decode(manifest);
    } catch (FormatException | UnsupportedFeatureException e) {
      // A verdict.
    }
  }

  private static void envelope(EnvelopeFormat format, byte[] bytes) {
    try {
      SignatureEnvelope envelope = SignatureEnvelope.decode(format, bytes);
      if (envelope.fault().isEmpty()) {
        Payload.decode(envelope.payload());
      }
    } catch (FormatException | UnsupportedFeatureException e) {
      // A verdict.
    }
  }
}
