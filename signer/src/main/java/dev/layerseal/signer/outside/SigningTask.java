package dev.layerseal.signer.outside;

import dev.layerseal.oci.Digest;
import dev.layerseal.x509.SignatureScheme;

/**
 * A message that waits for its signature.
 *
 * @param name of its files, such as {@code manifest-1}
 */
public record SigningTask(String name, byte[] message, SignatureScheme scheme) {

  /** The file with the message. */
  String messageFile() {
    return name + ".tbs";
  }

  /** The file in which the signature is expected. */
  String signatureFile() {
    return name + ".sig";
  }

  /** The same for the same message and scheme. */
  String identity() {
    return identity(message, scheme);
  }

  static String identity(byte[] message, SignatureScheme scheme) {
    return scheme + " " + Digest.sha256(message);
  }
}
