package dev.layerseal.testdata;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A throw-away key with its certificate, made by {@link CertificateMaker}. */
public record TestIdentity(X509Certificate certificate, PrivateKey key) {

  private static final Map<String, KeyPair> PAIRS = new ConcurrentHashMap<>();

  /**
   * A key pair, made once for each name in one run of the tests.
   *
   * @param kind such as {@code rsa2048} or {@code p256}
   */
  public static KeyPair keys(String name, String kind) {
    return PAIRS.computeIfAbsent(name + ":" + kind, any -> generate(kind));
  }

  /** A self-signed certificate for signing code. */
  public static TestIdentity selfSigned(String kind) {
    return CertificateMaker.named("self-" + kind, kind).signsCode().selfSigned();
  }

  /** An authority that signed itself. */
  public static TestIdentity root(String kind) {
    return CertificateMaker.named("root-" + kind, kind).authority(1).selfSigned();
  }

  /** A certificate for signing code, issued by this authority. */
  public TestIdentity leaf(String name, String kind) {
    return CertificateMaker.named(name, kind).signsCode().issuedBy(this);
  }

  /** An authority below this one. */
  public TestIdentity intermediate(String name, String kind) {
    return CertificateMaker.named(name, kind).authority(0).issuedBy(this);
  }

  /** The certificate in PEM. */
  public String certificatePem() {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The key in PEM, PKCS#8. */
  public String keyPem() {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  private static String pem(String label, byte[] bytes) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, base64, label);
  }

  private static KeyPair generate(String kind) {
    try {
      if (kind.startsWith("rsa")) {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(Integer.parseInt(kind.substring(3)));
        return generator.generateKeyPair();
      }
      if (kind.equals("ed25519")) {
        return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      }
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(
          new java.security.spec.ECGenParameterSpec("secp" + kind.substring(1) + "r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
