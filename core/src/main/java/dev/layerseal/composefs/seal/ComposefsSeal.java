package dev.layerseal.composefs.seal;

import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.pkcs7.SignedData;

/**
 * The digest of one part with the signature over it, which covers {@link FsVerityDigest#formatted}.
 * That the signature holds, by whom, and whether the digest is that of the part, is not said here.
 */
public record ComposefsSeal(SealedPart part, FsVerityDigest digest, SignedData signature) {

  /** What is signed. */
  public byte[] signedBytes() {
    return digest.formatted();
  }
}
