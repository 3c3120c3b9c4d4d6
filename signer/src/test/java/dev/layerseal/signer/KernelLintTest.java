package dev.layerseal.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.SigningException;
import dev.layerseal.testdata.CertificateMaker;
import dev.layerseal.testdata.TestIdentity;
import dev.layerseal.x509.CertificateChain;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelLintTest {

  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final TestIdentity ROOT = TestIdentity.root("rsa2048");
  private static final TestIdentity LEAF = ROOT.leaf("leaf", "rsa2048");

  @Test
  void hasNothingToSayAboutAGoodChain() throws Exception {
    assertEquals(List.of(), KernelLint.check(chain(LEAF, ROOT), NOW));
    assertEquals(List.of(), KernelLint.check(chain(TestIdentity.selfSigned("rsa2048")), NOW));
  }

  @Test
  void warnsOfEcKeysAndMissingIntermediates() throws Exception {
    List<String> ec = KernelLint.check(chain(TestIdentity.selfSigned("p384")), NOW);
    assertTrue(ec.get(0).contains("CRYPTO_ECDSA"));
    List<String> lone = KernelLint.check(chain(LEAF), NOW);
    assertTrue(lone.get(0).contains("no intermediate is embedded"));
  }

  @Test
  void refusesAChainWithoutKeyIdentifiers() throws Exception {
    TestIdentity leaf =
        CertificateMaker.named("no-aki", "rsa2048")
            .signsCode()
            .withoutKeyIdentifiers()
            .issuedBy(ROOT);
    assertRefused("has no authorityKeyIdentifier", leaf, ROOT);
    assertTrue(KernelLint.check(chain(leaf), NOW).get(0).contains("trusted itself"));
  }

  @Test
  void refusesWhatKernelsCannotRead() {
    assertRefused("kernels cannot read", TestIdentity.selfSigned("ed25519"));
    TestIdentity authority = TestIdentity.root("ed25519");
    assertRefused("kernels cannot read", authority.leaf("under-ed", "rsa2048"), authority);
  }

  @Test
  void refusesDatesAndUsages() {
    TestIdentity expired =
        CertificateMaker.named("expired", "rsa2048")
            .signsCode()
            .valid("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z")
            .selfSigned();
    assertRefused("expired on", expired);
    TestIdentity server =
        CertificateMaker.named("server", "rsa2048")
            .signsCode()
            .purposes("1.3.6.1.5.5.7.3.1")
            .selfSigned();
    assertRefused("serverAuth", server);
  }

  @Test
  void refusesACertificateThatIsNotOfTheChain() {
    assertRefused("is not issued by", LEAF, TestIdentity.root("p256"));
  }

  private static CertificateChain chain(TestIdentity... identities) {
    return new CertificateChain(Arrays.stream(identities).map(TestIdentity::certificate).toList());
  }

  private static void assertRefused(String why, TestIdentity... identities) {
    SigningException refused =
        assertThrows(SigningException.class, () -> KernelLint.check(chain(identities), NOW));
    assertTrue(String.valueOf(refused.getMessage()).contains(why), refused::getMessage);
  }
}
