package dev.layerseal.signer;

import dev.layerseal.error.SigningException;
import dev.layerseal.pkcs7.DigestAlgorithm;
import dev.layerseal.pkcs7.SignedData;
import dev.layerseal.verity.RootHash;

/** Signs root hashes with one key, and believes no signature that it has not verified itself. */
public final class RootHashSigner {

  private final EnvelopeSigner envelopes;

  /**
   * @param hash SHA-256 is what every consumer takes
   * @throws IllegalArgumentException when the hash is a weak one
   */
  public RootHashSigner(SigningKey key, DigestAlgorithm hash) {
    this.envelopes = new EnvelopeSigner(key, hash, true);
  }

  /** The key that signs. */
  public SigningKey key() {
    return envelopes.key();
  }

  /** The signature over the text of {@code rootHash}. */
  public SignedData sign(RootHash rootHash) throws SigningException {
    return envelopes.sign(rootHash.signedText());
  }
}
