package dev.layerseal.cli;

import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.x509.KeySpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** A file as something that is signed: its digest is of the hash that goes with the key. */
final class BlobFile {

  private static final int BUFFER = 1 << 16;

  private BlobFile() {}

  static Descriptor describe(Path file, String mediaType, KeySpec spec) throws IOException {
    Digest.Algorithm algorithm = Digest.Algorithm.ofJava(spec.hash());
    MessageDigest digest = algorithm.newMessageDigest();
    long size = 0;
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        size += n;
      }
    }
    return Descriptor.of(mediaType, Digest.of(algorithm, digest.digest()), size);
  }
}
