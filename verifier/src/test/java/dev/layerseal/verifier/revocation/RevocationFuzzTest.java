package dev.layerseal.verifier.revocation;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.layerseal.error.FormatException;
import dev.layerseal.testdata.TestIdentity;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/** Invariant of each target: a finding, or a refusal that says why. */
class RevocationFuzzTest {

  private static final TestIdentity ROOT = TestIdentity.root("p256");
  private static final X509Certificate ISSUER = ROOT.certificate();
  private static final X509Certificate LEAF = ROOT.leaf("leaf", "p256").certificate();

  @FuzzTest(maxDuration = "10s")
  void list(byte[] bytes) {
    try {
      RevocationList list = RevocationList.decode(bytes);
      if (list.issuedBy(ISSUER)) {
        Finding finding =
            new RevocationLists(list, Optional.empty())
                .find(LEAF, ISSUER, Instant.EPOCH, Optional.empty());
        if (finding.status().good()) {
          throw new AssertionError("nobody signed this list: " + finding);
        }
      }
    } catch (FormatException e) {
      // A verdict.
    }
  }

  @FuzzTest(maxDuration = "10s")
  void answer(byte[] bytes) {
    try {
      Optional<Finding> finding =
          OcspAnswer.decode(bytes).find(LEAF, ISSUER, Instant.EPOCH, Optional.empty());
      if (finding.filter(found -> found.status().good()).isPresent()) {
        throw new AssertionError("nobody signed this answer: " + finding);
      }
    } catch (FormatException e) {
      // A verdict.
    }
  }
}
