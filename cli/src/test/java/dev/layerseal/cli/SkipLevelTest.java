package dev.layerseal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A policy that skips verification never makes anybody read "verified". */
class SkipLevelTest extends CommandTest {

  private static final String POLICY =
      """
      {"version":"1.0","trustPolicies":[{"name":"none",%s
       "signatureVerification":{"level":"skip"}}]}
      """;

  @BeforeEach
  void prepare() throws Exception {
    DemoImage.unpack(folder.resolve("image"));
    Path config = Files.createDirectories(new Layerseal(folder).config());
    Files.writeString(
        config.resolve("trustpolicy.json"), POLICY.formatted("\"registryScopes\":[\"*\"],"));
    Files.writeString(config.resolve("trustpolicy.blob.json"), POLICY.formatted(""));
  }

  @Test
  void anImageIsSkippedAndNotVerified() {
    assertEquals(0, verify(), text());
    assertTrue(text(out).startsWith("Trust policy is configured to skip"), text());
    assertFalse(text().contains("uccessfully verified"), text());
    assertEquals(0, verify("-o", "json"), text());
    assertTrue(text(out).contains("\"verified\": false"), text());
    assertTrue(text(out).contains("\"skipped\": true"), text());
    assertTrue(text(out).contains("\"state\": \"ignored\""), text());
    assertFalse(text(out).contains("\"state\": \"absent\""), text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--dm-verity", "--layers-only", "--composefs", "--composefs-only"})
  void whoAsksForSealsIsNotAnsweredByAPolicyThatSkips(String option) {
    assertEquals(1, verify(option), text());
    assertTrue(text(err).contains("seals are required"), text());
    assertEquals(1, verify(option, "-o", "json"), text());
    assertTrue(text(out).contains("\"verified\": false"), text());
    assertTrue(text(out).contains("\"reason\": \"policy\""), text());
  }

  @Test
  void aFileIsSkippedAndNotVerified() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "content");
    List<String> arguments =
        List.of("blob", "verify", "-s", file.toString(), "--policy-name", "none", file.toString());
    assertEquals(0, run(arguments.toArray(String[]::new)), text());
    assertTrue(text(out).startsWith("Trust policy is configured to skip"), text());
    List<String> json = new ArrayList<>(arguments);
    json.addAll(List.of("-o", "json"));
    assertEquals(0, run(json.toArray(String[]::new)), text());
    assertTrue(text(out).contains("\"verified\": false"), text());
  }

  private int verify(String... options) {
    List<String> arguments = new ArrayList<>(List.of("verify", "--oci-layout"));
    arguments.addAll(Arrays.asList(options));
    arguments.add(file("image"));
    return run(arguments.toArray(String[]::new));
  }
}
