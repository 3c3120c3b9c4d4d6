package dev.layerseal.x509;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.VerificationException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.testdata.CertificateMaker;
import dev.layerseal.testdata.TestIdentity;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustAnchorsTest {

  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final TestIdentity ROOT = TestIdentity.root("p256");
  private static final TestIdentity INTERMEDIATE = ROOT.intermediate("intermediate", "p256");
  private static final TestIdentity LEAF = INTERMEDIATE.leaf("leaf", "p256");

  @Test
  void findsTheChainInAnyOrder() throws Exception {
    List<X509Certificate> others = certificates(ROOT, LEAF, INTERMEDIATE);
    CertificateChain chain = anchors(ROOT).chain(LEAF.certificate(), others, NOW);
    assertEquals(certificates(LEAF, INTERMEDIATE, ROOT), chain.certificates());
  }

  @Test
  void endsAtTheLowestAnchor() throws Exception {
    CertificateChain chain =
        anchors(INTERMEDIATE).chain(LEAF.certificate(), certificates(ROOT), NOW);
    assertEquals(certificates(LEAF, INTERMEDIATE), chain.certificates());
  }

  @Test
  void acceptsALeafThatIsAnchorItself() throws Exception {
    assertEquals(1, anchors(LEAF).chain(LEAF.certificate(), List.of(), NOW).certificates().size());
    TestIdentity self = TestIdentity.selfSigned("p256");
    assertEquals(1, anchors(self).chain(self.certificate(), List.of(), NOW).certificates().size());
  }

  @Test
  void refusesAnotherRoot() {
    TestIdentity other = TestIdentity.root("p384");
    assertRefused(Reason.UNTRUSTED, "no chain leads", anchors(other), LEAF, INTERMEDIATE, ROOT);
  }

  @Test
  void refusesARootOfTheSameNameAndAnotherKey() {
    TestIdentity twin = CertificateMaker.named("root-p256", "p384").authority(1).selfSigned();
    assertRefused(Reason.UNTRUSTED, "no chain leads", anchors(twin), LEAF, INTERMEDIATE, ROOT);
  }

  @Test
  void refusesAMissingIntermediate() {
    assertRefused(Reason.UNTRUSTED, "no chain leads", anchors(ROOT), LEAF);
  }

  @Test
  void refusesAWeakHashInsideOfPss() {
    TestIdentity root = TestIdentity.root("rsa2048");
    TestIdentity leaf =
        CertificateMaker.named("pss", "p256").signsCode().signedWithPss("SHA-1").issuedBy(root);
    assertRefused(Reason.UNTRUSTED, "weak", anchors(root), leaf);
  }

  @Test
  void refusesDates() {
    TestIdentity past =
        CertificateMaker.named("past", "p256")
            .signsCode()
            .valid("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z")
            .issuedBy(ROOT);
    TestIdentity future =
        CertificateMaker.named("future", "p256")
            .signsCode()
            .valid("2040-01-01T00:00:00Z", "2041-01-01T00:00:00Z")
            .issuedBy(ROOT);
    assertRefused(Reason.EXPIRED, "expired on 2021", anchors(ROOT), past);
    assertRefused(Reason.EXPIRED, "valid from 2040", anchors(ROOT), future);
  }

  @Test
  void refusesALeafUnderALeaf() {
    TestIdentity under = LEAF.leaf("under-leaf", "p256");
    assertRefused(Reason.UNTRUSTED, "basicConstraints", anchors(ROOT), under, LEAF, INTERMEDIATE);
  }

  @Test
  void refusesAPathThatIsTooLong() {
    TestIdentity second = INTERMEDIATE.intermediate("second", "p256");
    TestIdentity leaf = second.leaf("deep", "p256");
    assertRefused(Reason.UNTRUSTED, "pathLenConstraint", anchors(ROOT), leaf, second, INTERMEDIATE);
  }

  @Test
  void refusesAnAuthorityAsSigner() {
    assertRefused(Reason.UNTRUSTED, "CA is true", anchors(ROOT), INTERMEDIATE);
  }

  @Test
  void refusesOtherUsagesAndPurposes() {
    TestIdentity usage = maker("usage").usage(true, 0, 2).issuedBy(ROOT);
    TestIdentity none = maker("no-usage").without("2.5.29.15").issuedBy(ROOT);
    TestIdentity server = maker("server").purposes("1.3.6.1.5.5.7.3.1").issuedBy(ROOT);
    TestIdentity other = maker("other-purpose").purposes("1.2.3.4").issuedBy(ROOT);
    assertRefused(Reason.UNTRUSTED, "keyEncipherment", anchors(ROOT), usage);
    assertRefused(Reason.UNTRUSTED, "keyUsage: missing", anchors(ROOT), none);
    assertRefused(Reason.UNTRUSTED, "serverAuth", anchors(ROOT), server);
    assertRefused(Reason.UNTRUSTED, "codeSigning is not among", anchors(ROOT), other);
  }

  @Test
  void refusesExtensionsThatNobodyEvaluates() {
    byte[] empty = {0x30, 0};
    TestIdentity limited =
        CertificateMaker.named("limited", "p256")
            .authority(0)
            .extension("2.5.29.30", false, empty)
            .issuedBy(ROOT);
    TestIdentity leaf = limited.leaf("limited-leaf", "p256");
    TestIdentity strange = maker("strange").extension("1.2.3.4", true, empty).issuedBy(ROOT);
    assertRefused(Reason.UNTRUSTED, "2.5.29.30", anchors(ROOT), leaf, limited);
    assertRefused(Reason.UNTRUSTED, "critical and unknown", anchors(ROOT), strange);
  }

  @Test
  void refusesWeakSignaturesAndKeys() {
    TestIdentity root = TestIdentity.root("rsa2048");
    TestIdentity sha1 =
        CertificateMaker.named("sha1", "rsa2048")
            .signsCode()
            .signedWith("SHA1withRSA")
            .issuedBy(root);
    TestIdentity small = root.leaf("small", "rsa1024");
    assertRefused(Reason.UNTRUSTED, "SHA1", anchors(root), sha1);
    assertRefused(Reason.UNTRUSTED, "RSA-1024", anchors(root), small);
  }

  @Test
  void manyCertificatesOfOneNameEndTheSearch() {
    List<TestIdentity> twins = new ArrayList<>();
    TestIdentity issuer = ROOT;
    for (int i = 0; i < 40; i++) {
      issuer =
          CertificateMaker.named("same", "p256")
              .serialNumber(java.math.BigInteger.valueOf(i + 1))
              .authority(9)
              .issuedBy(issuer);
      twins.add(issuer);
    }
    TestIdentity leaf = issuer.leaf("under-same", "p256");
    assertRefused(
        Reason.UNTRUSTED,
        "no chain leads",
        anchors(TestIdentity.root("p384")),
        leaf,
        twins.toArray(TestIdentity[]::new));
  }

  private static CertificateMaker maker(String name) {
    return CertificateMaker.named(name, "p256").signsCode();
  }

  private static TrustAnchors anchors(TestIdentity... identities) {
    return new TrustAnchors(certificates(identities));
  }

  private static List<X509Certificate> certificates(TestIdentity... identities) {
    return Arrays.stream(identities).map(TestIdentity::certificate).toList();
  }

  private static void assertRefused(
      Reason reason, String why, TrustAnchors anchors, TestIdentity leaf, TestIdentity... others) {
    VerificationException refused =
        assertThrows(
            VerificationException.class,
            () -> anchors.chain(leaf.certificate(), certificates(others), NOW));
    assertEquals(reason, refused.reason());
    assertTrue(String.valueOf(refused.getMessage()).contains(why), refused::getMessage);
  }
}
