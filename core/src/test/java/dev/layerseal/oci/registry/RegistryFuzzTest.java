package dev.layerseal.oci.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.layerseal.error.LayersealException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Invariant of each target: a value or a documented refusal, in bounded time and memory. */
class RegistryFuzzTest {

  @FuzzTest(maxDuration = "10s")
  void challenge(byte[] bytes) {
    for (Challenge challenge : Challenge.parse(List.of(new String(bytes, UTF_8)))) {
      assertFalse(challenge.toString().isEmpty());
    }
  }

  @FuzzTest(maxDuration = "10s")
  void authFile(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("auth", ".json");
    try {
      Files.write(file, bytes);
      AuthFile found =
          new AuthFile(file, (program, verb, input) -> new CredentialHelper.Answer(0, bytes));
      found.find("registry.example", "team/app");
      found.find("docker.io", "library/app");
    } catch (LayersealException e) {
      // A verdict.
    } finally {
      Files.delete(file);
    }
  }
}
