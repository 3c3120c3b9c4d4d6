package dev.layerseal.signer.outside;

import dev.layerseal.error.SigningException;
import dev.layerseal.signer.SigningKey;
import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.SignatureScheme;

/**
 * A key of which only the certificates are here: enough to know what it will sign.
 *
 * @param certificateChain the key's own certificate first
 */
public record CertificateOnly(CertificateChain certificateChain) implements SigningKey {

  @Override
  public byte[] sign(byte[] message, SignatureScheme scheme) throws SigningException {
    throw new SigningException("the private key is not here");
  }
}
