package dev.layerseal.x509;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.layerseal.error.FormatException;
import java.nio.charset.StandardCharsets;

/** Invariant of each target: a value, or a refusal that says why. */
class CertificateFuzzTest {

  @FuzzTest(maxDuration = "10s")
  void chain(byte[] bytes) {
    try {
      CertificateProfile.CODE_SIGNING.fault(CertificateChain.parse(bytes));
    } catch (FormatException e) {
      // A verdict.
    }
  }

  @FuzzTest(maxDuration = "10s")
  void name(byte[] bytes) {
    try {
      DistinguishedName.parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (FormatException e) {
      // A verdict.
    }
  }
}
