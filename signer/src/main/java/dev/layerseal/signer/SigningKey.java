package dev.layerseal.signer;

import dev.layerseal.error.SigningException;
import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.KeySpec;
import dev.layerseal.x509.SignatureScheme;

/** A private key, wherever it is kept, and the certificates that speak for it. */
public interface SigningKey extends AutoCloseable {

  /** The certificates, the one of this key first. */
  CertificateChain certificateChain();

  /** Whether the certificates are known before the key has signed: plugins send them along. */
  default boolean certificatesKnown() {
    return true;
  }

  /**
   * A signature over {@code message}, which the key hashes itself.
   *
   * @throws SigningException when the key cannot be used, or not in this way
   */
  byte[] sign(byte[] message, SignatureScheme scheme) throws SigningException;

  /**
   * The kind of the key, as its certificate tells.
   *
   * @throws SigningException when it is none that signs
   */
  default KeySpec keySpec() throws SigningException {
    var key = certificateChain().leaf().getPublicKey();
    return KeySpec.of(key)
        .orElseThrow(
            () ->
                new SigningException(
                    "the key is %s, expected RSA 2048, 3072, 4096 or EC P-256, P-384, P-521"
                        .formatted(KeySpec.describe(key))));
  }

  /**
   * Whether the certificate is the one of this key, by a trial.
   *
   * @throws SigningException when the key cannot be used
   */
  default boolean fitsCertificate() throws SigningException {
    SignatureScheme scheme = SignatureScheme.pkcs7(keySpec(), "SHA-256");
    byte[] message = {0};
    return scheme.verify(certificateChain().leaf().getPublicKey(), message, sign(message, scheme));
  }

  /** Ends the session with the key's home, when there is one. */
  @Override
  default void close() {}
}
