package dev.layerseal.testdata;

import static dev.layerseal.testdata.TestDer.element;
import static dev.layerseal.testdata.TestDer.oid;
import static dev.layerseal.testdata.TestDer.sequence;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Test certificates with any extension, good or bad, from nothing but the JDK. */
public final class CertificateMaker {

  public static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final String PSS = "RSASSA-PSS";
  private static final Map<String, String> SIGNATURES =
      Map.of(
          "SHA256withRSA",
          "1.2.840.113549.1.1.11",
          "SHA1withRSA",
          "1.2.840.113549.1.1.5",
          "SHA256withECDSA",
          "1.2.840.10045.4.3.2",
          PSS,
          "1.2.840.113549.1.1.10",
          "Ed25519",
          "1.3.101.112");

  private final String name;
  private final KeyPair keys;
  private final Map<String, byte[]> extensions = new LinkedHashMap<>();
  private Instant from = Instant.parse("2020-01-01T00:00:00Z");
  private Instant to = Instant.parse("2050-01-01T00:00:00Z");
  private String signature = "";
  private String pssHash = "";
  private boolean keyIdentifiers = true;
  private BigInteger serialNumber;

  private CertificateMaker(String name, KeyPair keys) {
    this.name = name;
    this.keys = keys;
    this.serialNumber = new BigInteger(1, digest(keys.getPublic().getEncoded(), 8));
  }

  /**
   * @param kind of its key, such as {@code rsa2048} or {@code p256}
   */
  public static CertificateMaker named(String name, String kind) {
    return new CertificateMaker(name, TestIdentity.keys(name, kind));
  }

  /** Critical keyUsage digitalSignature, and extKeyUsage codeSigning. */
  public CertificateMaker signsCode() {
    return usage(true, 0).purposes(CODE_SIGNING);
  }

  public CertificateMaker authority(int pathLength) {
    byte[] value =
        sequence(element(0x01, new byte[] {-1}), element(0x02, new byte[] {(byte) pathLength}));
    return extension("2.5.29.19", true, value).usage(true, 5, 6);
  }

  /** Permits names of this organization alone (nameConstraints). */
  public CertificateMaker onlyFor(String organization, boolean critical) {
    byte[] name =
        sequence(
            attribute("2.5.4.6", 0x13, "US"),
            attribute("2.5.4.8", 0x0c, "WA"),
            attribute("2.5.4.10", 0x0c, organization));
    byte[] subtree = sequence(element(0xa4, name));
    return extension("2.5.29.30", critical, sequence(element(0xa0, subtree)));
  }

  /** Bits of keyUsage by their numbers. */
  public CertificateMaker usage(boolean critical, int... bits) {
    int octet = 0;
    for (int bit : bits) {
      octet |= 0x80 >> bit;
    }
    int unused = Integer.numberOfTrailingZeros(octet);
    byte[] value = element(0x03, new byte[] {(byte) unused, (byte) octet});
    return extension("2.5.29.15", critical, value);
  }

  public CertificateMaker purposes(String... oids) {
    byte[][] elements = new byte[oids.length][];
    for (int i = 0; i < oids.length; i++) {
      elements[i] = oid(oids[i]);
    }
    return extension("2.5.29.37", false, sequence(elements));
  }

  /** Any extension; the last one of an identifier counts. */
  public CertificateMaker extension(String oid, boolean critical, byte[] value) {
    byte[] octets = element(0x04, value);
    extensions.put(
        oid,
        critical
            ? sequence(oid(oid), element(0x01, new byte[] {-1}), octets)
            : sequence(oid(oid), octets));
    return this;
  }

  public CertificateMaker without(String oid) {
    extensions.remove(oid);
    return this;
  }

  public CertificateMaker withoutKeyIdentifiers() {
    keyIdentifiers = false;
    return this;
  }

  public CertificateMaker valid(String from, String to) {
    this.from = Instant.parse(from);
    this.to = Instant.parse(to);
    return this;
  }

  public CertificateMaker serialNumber(BigInteger number) {
    serialNumber = number;
    return this;
  }

  /** Signs with this algorithm, such as {@code SHA1withRSA}, in place of SHA-256. */
  public CertificateMaker signedWith(String algorithm) {
    signature = algorithm;
    return this;
  }

  /** Signs with RSASSA-PSS and this hash, such as {@code SHA-1}. */
  public CertificateMaker signedWithPss(String hash) {
    signature = PSS;
    pssHash = hash;
    return this;
  }

  public TestIdentity selfSigned() {
    return make(distinguishedName(name), keys.getPrivate(), keys.getPublic());
  }

  public TestIdentity issuedBy(TestIdentity issuer) {
    return make(
        issuer.certificate().getSubjectX500Principal().getEncoded(),
        issuer.key(),
        issuer.certificate().getPublicKey());
  }

  private TestIdentity make(byte[] issuerName, PrivateKey issuerKey, PublicKey issuerPublic) {
    String algorithm = signature.isEmpty() ? usual(issuerKey) : signature;
    byte[] algorithmId = algorithmIdentifier(algorithm);
    byte[] tbs =
        sequence(
            element(0xa0, element(0x02, new byte[] {2})),
            element(0x02, serialNumber.toByteArray()),
            algorithmId,
            issuerName,
            sequence(time(from), time(to)),
            distinguishedName(name),
            keys.getPublic().getEncoded(),
            element(0xa3, extensions(issuerPublic)));
    try {
      Signature signer = Signature.getInstance(algorithm);
      if (algorithm.equals(PSS)) {
        signer.setParameter(pss());
      }
      signer.initSign(issuerKey);
      signer.update(tbs);
      byte[] bits = element(0x03, new byte[] {0}, signer.sign());
      byte[] certificate = sequence(tbs, algorithmId, bits);
      return new TestIdentity(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(certificate)),
          keys.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private byte[] algorithmIdentifier(String algorithm) {
    byte[] oid = oid(java.util.Objects.requireNonNull(SIGNATURES.get(algorithm)));
    if (algorithm.equals(PSS)) {
      try {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance(PSS);
        parameters.init(pss());
        return sequence(oid, parameters.getEncoded());
      } catch (GeneralSecurityException | IOException e) {
        throw new AssertionError(e);
      }
    }
    return algorithm.endsWith("RSA") ? sequence(oid, element(0x05)) : sequence(oid);
  }

  private PSSParameterSpec pss() {
    return new PSSParameterSpec(pssHash, "MGF1", new MGF1ParameterSpec(pssHash), 20, 1);
  }

  private byte[] extensions(PublicKey issuer) {
    if (keyIdentifiers) {
      byte[] subjectKey = element(0x04, digest(keys.getPublic().getEncoded(), 20));
      extension("2.5.29.14", false, subjectKey);
      byte[] issuerKey = sequence(element(0x80, digest(issuer.getEncoded(), 20)));
      if (!issuer.equals(keys.getPublic())) {
        extension("2.5.29.35", false, issuerKey);
      }
    }
    return sequence(extensions.values().toArray(byte[][]::new));
  }

  private static byte[] distinguishedName(String name) {
    return sequence(
        attribute("2.5.4.6", 0x13, "US"),
        attribute("2.5.4.8", 0x0c, "WA"),
        attribute("2.5.4.10", 0x0c, "Layerseal Test"),
        attribute("2.5.4.3", 0x0c, name));
  }

  private static byte[] attribute(String type, int tag, String value) {
    byte[] text = element(tag, value.getBytes(StandardCharsets.UTF_8));
    return element(0x31, sequence(oid(type), text));
  }

  private static byte[] time(Instant instant) {
    String text = TIME.format(instant);
    return text.startsWith("20") && text.compareTo("2050") < 0
        ? element(0x17, text.substring(2).getBytes(StandardCharsets.US_ASCII))
        : element(0x18, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String usual(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> "Ed25519";
    };
  }

  private static byte[] digest(byte[] bytes, int length) {
    try {
      return java.util.Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(bytes), length);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
