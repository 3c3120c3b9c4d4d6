package dev.layerseal.x509;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.FormatException;
import dev.layerseal.testdata.CertificateMaker;
import dev.layerseal.testdata.TestIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateProfileTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"rsa2048", "rsa3072", "rsa4096", "p256", "p384", "p521", "chain3", "self"})
  void acceptsTheChainsThatNotationSignedWith(String name) throws Exception {
    CertificateChain chain = CertificateChain.parse(pki("chain-" + name + ".pem"));
    assertEquals(Optional.empty(), CertificateProfile.CODE_SIGNING.fault(chain));
    assertEquals(
        Optional.empty(),
        CertificateProfile.CODE_SIGNING.fault(chain, Instant.parse("2030-01-01T00:00:00Z")));
  }

  @Test
  void acceptsTheChainOfATimestampAuthority() throws Exception {
    CertificateChain chain = CertificateChain.of(List.of(one("tsa.crt"), one("tsaroot.crt")));
    assertEquals(Optional.empty(), CertificateProfile.TIMESTAMPING.fault(chain));
    assertTrue(fault(CertificateProfile.CODE_SIGNING, chain).contains("timeStamping"));
  }

  @Test
  void refusesASigningCertificateThatTimestamps() throws Exception {
    CertificateChain chain = CertificateChain.parse(pki("chain-p256.pem"));
    assertTrue(fault(CertificateProfile.TIMESTAMPING, chain).contains("extKeyUsage"));
  }

  @Test
  void namesTheMissingRoot() throws Exception {
    CertificateChain chain = CertificateChain.of(List.of(one("leaf-p256.crt")));
    assertTrue(fault(CertificateProfile.CODE_SIGNING, chain).contains("the root is missing"));
  }

  @Test
  void namesTheCertificateThatTheNextOneDidNotIssue() throws Exception {
    CertificateChain chain =
        CertificateChain.of(List.of(one("leaf-p256.crt"), one("root-p384.crt")));
    assertTrue(fault(CertificateProfile.CODE_SIGNING, chain).contains("is not issued by"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA-256", "SHA-512", "SHA-1"})
  void looksForTheHashInsideOfPss(String hash) {
    TestIdentity root = TestIdentity.root("rsa2048");
    TestIdentity leaf =
        CertificateMaker.named("leaf", "p256").signsCode().signedWithPss(hash).issuedBy(root);
    CertificateChain chain = new CertificateChain(List.of(leaf.certificate(), root.certificate()));
    Optional<String> fault = CertificateProfile.CODE_SIGNING.fault(chain);
    assertEquals(hash.equals("SHA-1"), fault.isPresent(), fault::toString);
    assertEquals(fault.isPresent(), SignatureHash.fault(leaf.certificate()).isPresent());
  }

  @Test
  void refusesARootInTheMiddle() throws Exception {
    X509Certificate root = one("root-p256.crt");
    CertificateChain chain = CertificateChain.of(List.of(one("leaf-p256.crt"), root, root));
    assertTrue(fault(CertificateProfile.CODE_SIGNING, chain).contains("is self-signed"));
  }

  @Test
  void refusesAnAuthorityAsLeaf() throws Exception {
    CertificateChain chain = CertificateChain.of(List.of(one("root-p256.crt")));
    assertTrue(fault(CertificateProfile.CODE_SIGNING, chain).contains("basicConstraints"));
  }

  @Test
  void saysWhenACertificateWasValid() throws Exception {
    CertificateChain chain = CertificateChain.parse(pki("chain-p256.pem"));
    Instant before = Instant.parse("2020-01-01T00:00:00Z");
    Instant after = Instant.parse("2090-01-01T00:00:00Z");
    assertTrue(Validity.fault(chain, before).orElseThrow().contains("is valid from"));
    assertTrue(Validity.fault(chain, after).orElseThrow().contains("expired on"));
    assertTrue(Validity.expired(chain, after));
  }

  @Test
  void tellsTheKindOfEachKey() throws Exception {
    assertEquals(Optional.of(KeySpec.RSA_3072), spec("leaf-rsa3072.crt"));
    assertEquals(Optional.of(KeySpec.EC_521), spec("leaf-p521.crt"));
    assertEquals(Optional.of(KeySpec.EC_384), KeySpec.named("EC-384"));
  }

  @Test
  void refusesBytesBehindACertificate() throws Exception {
    byte[] der = Certificates.encode(one("leaf-p256.crt"));
    byte[] longer = java.util.Arrays.copyOf(der, der.length + 1);
    org.junit.jupiter.api.Assertions.assertThrows(
        FormatException.class, () -> Certificates.decode(longer));
  }

  @Test
  void writesThePemThatItReads() throws Exception {
    List<X509Certificate> chain = Certificates.parse(pki("chain-chain3.pem"));
    String pem = Certificates.pem(chain);
    assertEquals(
        chain, Certificates.parse(pem.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
  }

  private static Optional<KeySpec> spec(String name) throws Exception {
    return KeySpec.of(one(name).getPublicKey());
  }

  private static String fault(CertificateProfile profile, CertificateChain chain) {
    return profile.fault(chain).orElse("no fault");
  }

  private static X509Certificate one(String name) throws IOException, FormatException {
    return Certificates.parse(pki(name)).get(0);
  }

  private static byte[] pki(String name) throws IOException {
    try (InputStream in =
        CertificateProfileTest.class.getResourceAsStream("/vectors/notary/pki/" + name)) {
      return java.util.Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
