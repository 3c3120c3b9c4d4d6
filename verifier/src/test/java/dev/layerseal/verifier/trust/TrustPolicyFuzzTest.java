package dev.layerseal.verifier.trust;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.VerificationException;

/** Invariant of each target: a value, or a refusal that says why. */
class TrustPolicyFuzzTest {

  @FuzzTest(maxDuration = "10s")
  void policy(byte[] bytes) {
    try {
      TrustPolicy.decode(bytes).find("registry.example/app");
    } catch (FormatException e) {
      // A verdict.
    }
  }

  @FuzzTest(maxDuration = "10s")
  void blobPolicy(byte[] bytes) {
    try {
      BlobTrustPolicy.decode(bytes);
    } catch (FormatException e) {
      // A verdict.
    }
  }

  @FuzzTest(maxDuration = "10s")
  void ownPolicy(byte[] bytes) {
    try {
      LayersealPolicy.decode(bytes).find("registry.example/app");
    } catch (FormatException | VerificationException e) {
      // A verdict.
    }
  }
}
