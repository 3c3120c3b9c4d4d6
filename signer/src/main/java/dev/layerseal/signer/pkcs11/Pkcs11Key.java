package dev.layerseal.signer.pkcs11;

import dev.layerseal.error.SigningException;
import dev.layerseal.signer.Passwords;
import dev.layerseal.signer.SigningKey;
import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.SignatureScheme;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.security.auth.login.LoginException;

/** A key that never leaves its token. */
public final class Pkcs11Key implements SigningKey {

  private final Provider provider;
  private final PrivateKey key;
  private final CertificateChain chain;
  private final String where;

  private Pkcs11Key(Provider provider, PrivateKey key, CertificateChain chain, String where) {
    this.provider = provider;
    this.key = key;
    this.chain = chain;
    this.where = where;
  }

  /**
   * The key that {@code uri} names, after a login with its PIN.
   *
   * @param issuers certificates that go behind those of the token
   * @param pins asked for the token by its name, when the URI has no {@code pin-source}
   * @throws SigningException when there is not exactly one such key with its certificate
   */
  public static Pkcs11Key open(Pkcs11Uri uri, List<X509Certificate> issuers, Passwords pins)
      throws SigningException {
    Pkcs11Session session = Pkcs11Session.login(uri, pins);
    try {
      Pkcs11Session.Found found = session.key();
      List<X509Certificate> certificates = new ArrayList<>(found.certificates());
      issuers.stream().filter(one -> !certificates.contains(one)).forEach(certificates::add);
      Pkcs11Key key =
          new Pkcs11Key(
              session.provider(),
              found.key(),
              new CertificateChain(certificates),
              session.toString());
      if (!key.fitsCertificate()) {
        throw new SigningException(session + ": the key does not belong to its certificate");
      }
      return key;
    } catch (SigningException | RuntimeException e) {
      session.logout();
      throw e;
    }
  }

  @Override
  public CertificateChain certificateChain() {
    return chain;
  }

  @Override
  public byte[] sign(byte[] message, SignatureScheme scheme) throws SigningException {
    try {
      Signature engine = Signature.getInstance(scheme.jcaName(), provider);
      scheme.configure(engine);
      engine.initSign(key);
      engine.update(message);
      return engine.sign();
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new SigningException(
          "%s: the token cannot sign with %s%s".formatted(where, scheme, Pkcs11Error.suffix(e)), e);
    }
  }

  @Override
  public void close() {
    try {
      ((AuthProvider) provider).logout();
    } catch (LoginException e) {
      // The session ends with the process at the latest.
      return;
    }
  }
}
