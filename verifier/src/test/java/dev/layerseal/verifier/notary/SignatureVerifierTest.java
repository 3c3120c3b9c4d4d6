package dev.layerseal.verifier.notary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.verifier.trust.CheckResult;
import dev.layerseal.verifier.trust.CheckType;
import dev.layerseal.verifier.trust.PolicyStatement;
import dev.layerseal.verifier.trust.SignerTrust;
import dev.layerseal.verifier.trust.StoreName;
import dev.layerseal.verifier.trust.TrustedIdentities;
import dev.layerseal.verifier.trust.VerificationLevel;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SignatureVerifierTest {

  private static final SignatureVerifier VERIFIER =
      new SignatureVerifier(NotationVectors.NOBODY_TO_ASK, PluginCheck.Finder.NONE);

  @ParameterizedTest
  @MethodSource("dev.layerseal.verifier.notary.NotationVectors#names")
  void givesTheExpectedResult(String name) throws Exception {
    SignatureReport report = verify(name, NotationVectors.trust(), NotationVectors.NOW);
    if (name.startsWith("exp-")) {
      assertRefused(report, CheckType.EXPIRY, Reason.EXPIRED);
    } else {
      assertTrue(report.accepted(), report.checks().toString());
      assertEquals(5, report.checks().size());
    }
  }

  @ParameterizedTest
  @MethodSource("dev.layerseal.verifier.notary.NotationVectors#names")
  void needsACountersignatureWhenThePolicyAlwaysDoes(String name) throws Exception {
    SignerTrust trust =
        new SignerTrust(
            NotationVectors.policy("trustpolicy.tsa-always.variant.json"), NotationVectors.store());
    SignatureReport report = verify(name, trust, NotationVectors.NOW);
    if (name.startsWith("ts-")) {
      assertTrue(report.accepted(), report.checks().toString());
    } else if (!name.startsWith("exp-")) {
      assertRefused(report, CheckType.AUTHENTIC_TIMESTAMP, Reason.UNTRUSTED);
    }
  }

  @Test
  void acceptsACountersignedOneAfterItsCertificatesExpired() throws Exception {
    Instant late = Instant.parse("2060-01-01T00:00:00Z");
    SignatureReport report = verify("ts-jws", NotationVectors.trust(), late);
    assertTrue(report.accepted(), report.checks().toString());
    assertRefused(
        verify("p256-jws", NotationVectors.trust(), late),
        CheckType.AUTHENTIC_TIMESTAMP,
        Reason.UNTRUSTED);
  }

  @Test
  void refusesExpiredCertificatesWhereNoAuthorityIsTrusted() throws Exception {
    SignerTrust trust = with(VerificationLevel.STRICT, List.of("ca:vectors"), "*");
    Instant late = Instant.parse("2060-01-01T00:00:00Z");
    assertRefused(verify("ts-jws", trust, late), CheckType.AUTHENTIC_TIMESTAMP, Reason.EXPIRED);
    assertTrue(verify("ts-jws", trust, NotationVectors.NOW).accepted());
  }

  @Test
  void refusesASignerThatIsNotInTheStores() throws Exception {
    SignerTrust trust = with(VerificationLevel.STRICT, List.of("ca:selfsigned"), "*");
    assertRefused(
        verify("p256-cose", trust, NotationVectors.NOW), CheckType.AUTHENTICITY, Reason.UNTRUSTED);
    assertTrue(verify("self-cose", trust, NotationVectors.NOW).accepted());
  }

  @Test
  void refusesASignerThatIsNoTrustedIdentity() throws Exception {
    SignerTrust trust =
        with(
            VerificationLevel.STRICT,
            List.of("ca:vectors"),
            "x509.subject: C=US, ST=WA, O=Somebody Else");
    assertRefused(
        verify("p256-cose", trust, NotationVectors.NOW), CheckType.AUTHENTICITY, Reason.UNTRUSTED);
  }

  @Test
  void onlyTellsWhatThePolicyLogs() throws Exception {
    SignerTrust audit = with(VerificationLevel.AUDIT, List.of("ca:selfsigned"), "*");
    SignatureReport report = verify("exp-jws", audit, NotationVectors.NOW);
    assertTrue(report.accepted());
    assertEquals(
        List.of(CheckType.AUTHENTICITY, CheckType.EXPIRY),
        report.logged().stream().map(CheckResult::type).toList());
    SignerTrust permissive = with(VerificationLevel.PERMISSIVE, List.of("ca:selfsigned"), "*");
    assertFalse(verify("exp-jws", permissive, NotationVectors.NOW).accepted());
  }

  @Test
  void needsTheMetadataThatIsAskedFor() throws Exception {
    SignerTrust trust = NotationVectors.trust();
    VerificationRequest request = VerificationRequest.of(trust, NotationVectors.NOW);
    assertTrue(
        verify("p384-jws", request.withMetadata(Map.of("io.layerseal.vector", "p384-jws")))
            .accepted());
    SignatureReport report =
        verify("p384-jws", request.withMetadata(Map.of("io.layerseal.vector", "other")));
    assertEquals(Optional.of(Reason.POLICY), report.reason());
  }

  @Test
  void refusesASignatureOfAnotherImage() throws Exception {
    Descriptor image = NotationVectors.image();
    Descriptor other = Descriptor.of(image.mediaType(), new byte[555]);
    SignatureReport report =
        VERIFIER.verify(
            NotationVectors.format("p256-jws"),
            NotationVectors.envelope("p256-jws"),
            other,
            VerificationRequest.of(NotationVectors.trust(), NotationVectors.NOW));
    assertRefused(report, CheckType.INTEGRITY, Reason.DIGEST_DIFFERS);
  }

  private static void assertRefused(SignatureReport report, CheckType type, Reason reason) {
    assertFalse(report.accepted());
    CheckResult refusal = report.refusal().orElseThrow();
    assertEquals(type, refusal.type(), refusal.toString());
    assertEquals(Optional.of(reason), refusal.reason(), refusal.toString());
  }

  private static SignerTrust with(VerificationLevel level, List<String> stores, String identity)
      throws LayersealException {
    PolicyStatement policy = NotationVectors.policy("trustpolicy.json");
    List<StoreName> names = new java.util.ArrayList<>();
    for (String store : stores) {
      names.add(StoreName.parse(store));
    }
    return new SignerTrust(
        new PolicyStatement(
            "test",
            policy.scopes(),
            level,
            policy.timestampRule(),
            names,
            TrustedIdentities.parse(List.of(identity))),
        NotationVectors.store());
  }

  private static SignatureReport verify(String name, SignerTrust trust, Instant now)
      throws IOException {
    return verify(name, VerificationRequest.of(trust, now));
  }

  private static SignatureReport verify(String name, VerificationRequest request)
      throws IOException {
    return VERIFIER.verify(
        NotationVectors.format(name),
        NotationVectors.envelope(name),
        NotationVectors.image(),
        request);
  }
}
