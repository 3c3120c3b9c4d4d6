package dev.layerseal.signer;

import dev.layerseal.error.SigningException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.pkcs7.DigestAlgorithm;
import dev.layerseal.pkcs7.KeyType;
import dev.layerseal.pkcs7.SignedData;
import dev.layerseal.verity.RootHash;
import dev.layerseal.x509.SignatureScheme;
import java.util.List;

/** Signs root hashes with one key, and believes no signature that it has not verified itself. */
public final class RootHashSigner {

  private final SigningKey key;
  private final DigestAlgorithm hash;

  /**
   * @param hash SHA-256 is what every consumer takes
   * @throws IllegalArgumentException when the hash is a weak one
   */
  public RootHashSigner(SigningKey key, DigestAlgorithm hash) {
    if (hash.weak()) {
      throw new IllegalArgumentException(hash + " is weak");
    }
    this.key = key;
    this.hash = hash;
  }

  /** The key that signs. */
  public SigningKey key() {
    return key;
  }

  /** The signature over the text of {@code rootHash}. */
  public SignedData sign(RootHash rootHash) throws SigningException {
    SignatureScheme scheme = SignatureScheme.pkcs7(key.keySpec(), hash.digestName());
    KeyType type = key.keySpec().rsa() ? KeyType.RSA : KeyType.EC;
    byte[] signature = key.sign(rootHash.signedText(), scheme);
    SignedData signed = SignedData.of(key.certificateChain(), hash, type, signature);
    try {
      signed.verify(rootHash.signedText(), signed.signer(List.of()));
      return signed;
    } catch (VerificationException e) {
      throw new SigningException("the key gave a signature that its certificate denies", e);
    }
  }
}
