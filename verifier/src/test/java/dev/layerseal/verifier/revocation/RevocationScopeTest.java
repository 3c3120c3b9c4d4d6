package dev.layerseal.verifier.revocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.layerseal.testdata.CertificateMaker;
import dev.layerseal.testdata.TestIdentity;
import dev.layerseal.x509.CertificateChain;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list says something only about the certificates that it is a list of (RFC 5280, 6.3.3). */
class RevocationScopeTest {

  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final String ADDRESS = "http://lists.example/root.crl";
  private static final String OTHER = "http://lists.example/other.crl";
  private static final String DELTA = Extension.deltaCRLIndicator.getId();
  private static final String SCOPE = Extension.issuingDistributionPoint.getId();
  private static final String NUMBER = Extension.cRLNumber.getId();
  private static final TestIdentity ROOT = TestIdentity.root("p256");
  private static final TestIdentity LEAF = leaf(ADDRESS);

  @TempDir Path cache = Path.of("");

  @Test
  void aListOfEverythingSaysGoodOrRevoked() throws Exception {
    all(RevocationStatus.GOOD, LEAF, list(false, Map.of()));
    all(RevocationStatus.REVOKED, LEAF, list(true, Map.of()));
  }

  @Test
  void aDeltaListIsNoWholeList() throws Exception {
    byte[] delta = list(false, Map.of(DELTA, new ASN1Integer(1), NUMBER, new ASN1Integer(2)));
    none(LEAF, delta);
  }

  @Test
  void aListOfOtherKindsOfCertificatesSaysNothing() throws Exception {
    none(LEAF, list(false, scope(false, true, false)));
    none(LEAF, list(false, scope(false, false, true)));
    none(ROOT.intermediate("below", "p256"), list(false, scope(true, false, false)));
    all(RevocationStatus.GOOD, LEAF, list(false, scope(true, false, false)));
  }

  @Test
  void aListOfAnotherPlaceSaysNothing() throws Exception {
    none(LEAF, list(false, place(OTHER)));
    none(TestIdentity.root("p256").leaf("nowhere", "p256"), list(false, place(ADDRESS)));
    all(RevocationStatus.GOOD, LEAF, list(false, place(ADDRESS)));
    all(RevocationStatus.REVOKED, LEAF, list(true, place(ADDRESS)));
  }

  @Test
  void aListOfSomeReasonsOnlyRevokes() throws Exception {
    Map<String, ASN1Encodable> some =
        Map.of(
            SCOPE,
            new IssuingDistributionPoint(
                null, false, false, new ReasonFlags(ReasonFlags.keyCompromise), false, false));
    none(LEAF, list(false, some));
    all(RevocationStatus.REVOKED, LEAF, list(true, some));
  }

  @Test
  void changesOfAnotherScopeDoNotBelongToTheList() throws Exception {
    Map<String, ASN1Encodable> delta =
        Map.of(DELTA, new ASN1Integer(1), NUMBER, new ASN1Integer(2), SCOPE, point(OTHER));
    RevocationList whole = RevocationList.decode(list(false, Map.of(NUMBER, new ASN1Integer(1))));
    RevocationList changes = RevocationList.decode(list(false, delta));
    assertEquals(
        RevocationStatus.UNUSABLE,
        new RevocationLists(whole, Optional.of(changes))
            .find(LEAF.certificate(), ROOT.certificate(), NOW, Optional.empty())
            .status());
  }

  /** Fetched, given and pinned lists give the same answer. */
  private void all(RevocationStatus expected, TestIdentity leaf, byte[] list) throws Exception {
    assertEquals(expected, fetched(leaf, list));
    assertEquals(expected, given(leaf, list));
    assertEquals(expected, pinned(leaf, list));
  }

  /** Nobody takes the list for an answer, however it comes. */
  private void none(TestIdentity leaf, byte[] list) throws Exception {
    boolean asked = !Sources.lists(leaf.certificate()).isEmpty();
    RevocationStatus silent = asked ? RevocationStatus.UNREACHABLE : RevocationStatus.NOT_REVOCABLE;
    assertEquals(asked ? RevocationStatus.UNUSABLE : silent, fetched(leaf, list));
    assertEquals(silent, given(leaf, list));
    assertEquals(silent, pinned(leaf, list));
  }

  private RevocationStatus fetched(TestIdentity leaf, byte[] list) throws Exception {
    RevocationFetcher serving =
        new RevocationFetcher() {
          @Override
          public byte[] fetchList(URI address) {
            return list;
          }

          @Override
          public byte[] askResponder(URI address, byte[] request) throws IOException {
            throw new IOException("no responder");
          }
        };
    return status(leaf, new OnlineRevocation(serving));
  }

  private RevocationStatus given(TestIdentity leaf, byte[] list) throws Exception {
    return status(
        leaf, new OnlineRevocation(RevocationFetcher.OFFLINE, cache, List.of(list), List.of()));
  }

  private RevocationStatus pinned(TestIdentity leaf, byte[] list) throws Exception {
    PinnedAnswers pinned = new PinnedAnswers(List.of(list), List.of());
    return status(
        leaf, new OnlineRevocation(RevocationFetcher.OFFLINE, cache, List.of(), List.of(), pinned));
  }

  private static RevocationStatus status(TestIdentity leaf, RevocationChecker checker)
      throws Exception {
    CertificateChain chain = new CertificateChain(List.of(leaf.certificate(), ROOT.certificate()));
    return checker.check(chain, NOW, Optional.empty()).status();
  }

  private static Map<String, ASN1Encodable> scope(boolean users, boolean cas, boolean attributes) {
    return Map.of(SCOPE, new IssuingDistributionPoint(null, users, cas, null, false, attributes));
  }

  private static Map<String, ASN1Encodable> place(String address) {
    return Map.of(SCOPE, point(address));
  }

  private static IssuingDistributionPoint point(String address) {
    GeneralName name = new GeneralName(GeneralName.uniformResourceIdentifier, address);
    return new IssuingDistributionPoint(
        new DistributionPointName(new GeneralNames(name)), false, false, null, false, false);
  }

  private static byte[] list(boolean revoked, Map<String, ASN1Encodable> extensions)
      throws Exception {
    JcaX509v2CRLBuilder builder =
        new JcaX509v2CRLBuilder(
            new X500Principal(ROOT.certificate().getSubjectX500Principal().getEncoded()),
            Date.from(NOW.minusSeconds(3600)));
    builder.setNextUpdate(Date.from(NOW.plusSeconds(3600)));
    BigInteger serial = revoked ? LEAF.certificate().getSerialNumber() : BigInteger.valueOf(1);
    builder.addCRLEntry(serial, Date.from(NOW.minusSeconds(7200)), CRLReason.keyCompromise);
    for (Map.Entry<String, ASN1Encodable> one : extensions.entrySet()) {
      builder.addExtension(
          new org.bouncycastle.asn1.ASN1ObjectIdentifier(one.getKey()),
          !one.getKey().equals(NUMBER),
          one.getValue());
    }
    return builder
        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(ROOT.key()))
        .getEncoded();
  }

  private static TestIdentity leaf(String address) {
    org.bouncycastle.asn1.x509.CRLDistPoint points =
        new org.bouncycastle.asn1.x509.CRLDistPoint(
            new org.bouncycastle.asn1.x509.DistributionPoint[] {
              new org.bouncycastle.asn1.x509.DistributionPoint(
                  point(address).getDistributionPoint(), null, null)
            });
    try {
      return CertificateMaker.named("listed", "p256")
          .signsCode()
          .extension(
              Extension.cRLDistributionPoints.getId(),
              false,
              points.getEncoded(org.bouncycastle.asn1.ASN1Encoding.DER))
          .issuedBy(ROOT);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
