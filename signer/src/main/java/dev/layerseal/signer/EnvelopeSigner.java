package dev.layerseal.signer;

import dev.layerseal.error.SigningException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.pkcs7.DigestAlgorithm;
import dev.layerseal.pkcs7.KeyType;
import dev.layerseal.pkcs7.SignedData;
import dev.layerseal.x509.SignatureScheme;
import java.security.cert.X509Certificate;
import java.util.List;

/** Puts PKCS#7 envelopes around signatures, and believes none that it has not verified itself. */
final class EnvelopeSigner {

  private final SigningKey key;
  private final DigestAlgorithm hash;
  private final boolean certificates;

  /**
   * @param certificates whether those of the key are embedded
   * @throws IllegalArgumentException when the hash is a weak one
   */
  EnvelopeSigner(SigningKey key, DigestAlgorithm hash, boolean certificates) {
    if (hash.weak()) {
      throw new IllegalArgumentException(hash + " is weak");
    }
    this.key = key;
    this.hash = hash;
    this.certificates = certificates;
  }

  SigningKey key() {
    return key;
  }

  /** The signature over {@code content}. */
  SignedData sign(byte[] content) throws SigningException {
    SignatureScheme scheme = SignatureScheme.pkcs7(key.keySpec(), hash.digestName());
    KeyType type = key.keySpec().rsa() ? KeyType.RSA : KeyType.EC;
    byte[] signature = key.sign(content, scheme);
    X509Certificate leaf = key.certificateChain().leaf();
    SignedData signed =
        certificates
            ? SignedData.of(key.certificateChain(), hash, type, signature)
            : SignedData.withoutCertificates(leaf, hash, type, signature);
    try {
      signed.verify(content, signed.signer(List.of(leaf)));
      return signed;
    } catch (VerificationException e) {
      throw new SigningException("the key gave a signature that its certificate denies", e);
    }
  }
}
