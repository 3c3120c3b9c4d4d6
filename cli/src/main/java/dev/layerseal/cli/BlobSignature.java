package dev.layerseal.cli;

import dev.layerseal.error.FormatException;
import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.notary.SignatureEnvelope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An envelope in a file of its own; its first byte tells which format it has. */
record BlobSignature(EnvelopeFormat format, byte[] envelope) {

  static BlobSignature read(Path file) throws FormatException, IOException {
    if (Files.size(file) > SignatureEnvelope.MAX_LENGTH) {
      throw new FormatException(
          "%s: more than %d bytes".formatted(file, SignatureEnvelope.MAX_LENGTH));
    }
    byte[] bytes = Files.readAllBytes(file);
    boolean object = bytes.length > 0 && bytes[0] == '{';
    return new BlobSignature(object ? EnvelopeFormat.JWS : EnvelopeFormat.COSE, bytes);
  }

  SignatureEnvelope decode() throws FormatException {
    return SignatureEnvelope.decode(format, envelope);
  }
}
