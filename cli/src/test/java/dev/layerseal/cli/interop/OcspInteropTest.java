package dev.layerseal.cli.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.layerseal.testdata.TestIdentity;
import dev.layerseal.verifier.revocation.HttpRevocationFetcher;
import dev.layerseal.verifier.revocation.OnlineRevocation;
import dev.layerseal.verifier.revocation.RevocationFetcher;
import dev.layerseal.verifier.revocation.RevocationStatus;
import dev.layerseal.x509.CertificateChain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real OCSP responder on loopback, and what each of its answers means. */
@Tag("interop")
class OcspInteropTest {

  private static final TestIdentity ROOT = RevocationAuthority.ROOT;
  private static final TestIdentity STRANGER = TestIdentity.root("p384");

  @TempDir Path folder;

  @Test
  void tellsGoodRevokedAndUnknownApart() throws Exception {
    assertEquals(RevocationStatus.GOOD, status("V", ROOT, Instant.now()));
    assertEquals(RevocationStatus.REVOKED, status("R", ROOT, Instant.now()));
    assertEquals(RevocationStatus.UNKNOWN, status("-", ROOT, Instant.now()));
  }

  @Test
  void tellsAnAnswerThatIsOutOfDate() throws Exception {
    Instant later = Instant.now().plus(Duration.ofDays(3));
    assertEquals(RevocationStatus.STALE, status("V", ROOT, later));
  }

  @Test
  void doesNotBelieveAStranger() throws Exception {
    assertEquals(RevocationStatus.UNUSABLE, status("V", STRANGER, Instant.now()));
  }

  @Test
  void tellsAResponderThatIsNotThere() throws Exception {
    CertificateChain chain = chain(RevocationAuthority.leafWithResponder("http://127.0.0.1:1/"));
    assertEquals(
        RevocationStatus.UNREACHABLE,
        new OnlineRevocation(new HttpRevocationFetcher(), folder)
            .check(chain, Instant.now(), Optional.empty())
            .status());
  }

  @Test
  void takesAnAnswerThatWasGiven() throws Exception {
    TestIdentity leaf = RevocationAuthority.leafWithResponder("http://127.0.0.1:1/");
    RevocationAuthority authority = new RevocationAuthority(folder);
    authority.prepare(leaf, "R", ROOT);
    byte[] answer = Files.readAllBytes(authority.answerFile("answer"));
    OnlineRevocation revocation =
        new OnlineRevocation(RevocationFetcher.OFFLINE, folder, List.of(), List.of(answer));
    assertEquals(
        RevocationStatus.REVOKED,
        revocation.check(chain(leaf), Instant.now(), Optional.empty()).status());
  }

  private RevocationStatus status(String state, TestIdentity responder, Instant now)
      throws Exception {
    RevocationAuthority authority = new RevocationAuthority(folder);
    try (Responder server = Responder.start(authority::answer)) {
      TestIdentity leaf = RevocationAuthority.leafWithResponder(server.address());
      authority.prepare(leaf, state, responder);
      return new OnlineRevocation(new HttpRevocationFetcher(), folder)
          .check(chain(leaf), now, Optional.empty())
          .status();
    }
  }

  private static CertificateChain chain(TestIdentity leaf) {
    return new CertificateChain(List.of(leaf.certificate(), ROOT.certificate()));
  }
}
