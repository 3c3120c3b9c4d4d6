package dev.layerseal.signer;

import dev.layerseal.error.SigningException;
import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.SignatureScheme;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;

/** A key in memory, or one that a provider of this Java speaks to. */
public final class LocalKey implements SigningKey {

  private final PrivateKey key;
  private final CertificateChain chain;

  private LocalKey(PrivateKey key, CertificateChain chain) {
    this.key = key;
    this.chain = chain;
  }

  /**
   * The pair of {@code key} and {@code chain}, once it is known that they belong together.
   *
   * @throws SigningException when they do not, or the key cannot be used
   */
  public static LocalKey of(PrivateKey key, CertificateChain chain) throws SigningException {
    LocalKey pair = new LocalKey(key, chain);
    if (!pair.fitsCertificate()) {
      throw new SigningException("the private key does not belong to the first certificate");
    }
    return pair;
  }

  @Override
  public CertificateChain certificateChain() {
    return chain;
  }

  /**
   * RSA keys that hold their public half are compared: a trial takes a new virtual machine 20 ms,
   * and the JDK holds every signature of theirs against that half anyway.
   */
  @Override
  public boolean fitsCertificate() throws SigningException {
    return key instanceof RSAPrivateCrtKey rsa
            && chain.leaf().getPublicKey() instanceof RSAPublicKey certified
        ? rsa.getModulus().equals(certified.getModulus())
            && rsa.getPublicExponent().equals(certified.getPublicExponent())
        : SigningKey.super.fitsCertificate();
  }

  @Override
  public byte[] sign(byte[] message, SignatureScheme scheme) throws SigningException {
    try {
      Signature engine = scheme.engine();
      engine.initSign(key);
      engine.update(message);
      return engine.sign();
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new SigningException("the key cannot sign with %s".formatted(scheme), e);
    }
  }
}
