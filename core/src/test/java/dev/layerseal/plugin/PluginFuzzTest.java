package dev.layerseal.plugin;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.layerseal.error.FormatException;

/** Invariant of each target: a value, or a refusal that says why. */
class PluginFuzzTest {

  @FuzzTest(maxDuration = "10s")
  void metadata(byte[] bytes) {
    try {
      PluginMetadata.decode(bytes);
    } catch (FormatException e) {
      // A verdict.
    }
  }

  @FuzzTest(maxDuration = "10s")
  void signature(byte[] bytes) {
    try {
      PluginSignature.decode(bytes);
    } catch (FormatException e) {
      // A verdict.
    }
  }

  @FuzzTest(maxDuration = "10s")
  void envelope(byte[] bytes) {
    try {
      PluginEnvelope.decode(bytes, "application/jose+json");
    } catch (FormatException e) {
      // A verdict.
    }
  }

  @FuzzTest(maxDuration = "10s")
  void request(byte[] bytes) {
    try {
      PluginRequest.decode(bytes);
    } catch (FormatException e) {
      // A verdict.
    }
  }

  @FuzzTest(maxDuration = "10s")
  void error(byte[] bytes) {
    if (Plugin.error(bytes).isEmpty()) {
      throw new AssertionError("an error without words");
    }
  }
}
