package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.testdata.Peer;
import dev.layerseal.testdata.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A plugin that makes envelopes and verifies them is asked the same by notation and by us. */
@Tag("interop")
class EnvelopePluginInteropTest {

  private static final String POLICY =
      """
      {"version":"1.0","trustPolicies":[{"name":"all","registryScopes":["*"],
       "signatureVerification":{"level":"%s"},
       "trustStores":["ca:x"],"trustedIdentities":["x509.subject: C=US, ST=WA, O=Layerseal Test"]}]}
      """;

  @TempDir Path folder;

  private Layerseal layerseal;
  private Path image;
  private Path plugin;

  @BeforeEach
  void install() throws IOException {
    layerseal = new Layerseal(folder);
    image = DemoImage.unpack(folder.resolve("image"));
    TestIdentity root = TestIdentity.root("p256");
    TestIdentity leaf = root.leaf("leaf-p256", "p256");
    plugin = Files.createDirectories(layerseal.config().resolve("plugins/whole"));
    Path program = plugin.resolve("notation-whole");
    Files.writeString(program, EnvelopePlugin.script(plugin, Layerseal.classPath()));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(plugin.resolve("key.pem"), leaf.keyPem());
    Files.writeString(
        plugin.resolve("certificates.pem"), leaf.certificatePem() + root.certificatePem());
    Path store = Files.createDirectories(layerseal.config().resolve("truststore/x509/ca/x"));
    Files.writeString(store.resolve("root.crt"), root.certificatePem());
    policy("strict");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jws", "cose"})
  void isAskedForAnEnvelopeByteForByteAsNotationAsks(String format) throws Exception {
    String[] options = {
      "--plugin",
      "whole",
      "--id",
      "key <1> & more",
      "--plugin-config",
      "region=eu",
      "-m",
      "a=b<&>",
      "-e",
      "24h",
      "--signature-format",
      format
    };
    ours("sign", options).orFail();
    byte[] ours = Files.readAllBytes(plugin.resolve("generate-envelope.request"));
    byte[] asked = Files.readAllBytes(plugin.resolve("get-plugin-metadata.request"));
    theirs("sign", options).orFail();
    assertEquals(text(plugin.resolve("generate-envelope.request")), new String(ours, UTF_8));
    assertEquals(text(plugin.resolve("get-plugin-metadata.request")), new String(asked, UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"strict,jws", "permissive,cose", "audit,jws"})
  void isAskedForAVerdictByteForByteAsNotationAsks(String level, String format) throws Exception {
    policy(level);
    String[] options = {
      "--plugin", "whole", "--id", "1", "-e", "24h", "--signature-format", format
    };
    ours("sign", options).orFail();
    verify("ours", "--plugin-config", "region=eu").orFail();
    byte[] ours = Files.readAllBytes(plugin.resolve("verify-signature.request"));
    verify("theirs", "--plugin-config", "region=eu").orFail();
    assertEquals(text(plugin.resolve("verify-signature.request")), new String(ours, UTF_8));
  }

  @Test
  void eachVerifiesWhatTheOtherHadMade() throws Exception {
    theirs("sign", "--plugin", "whole", "--id", "1").orFail();
    verify("ours").orFail();
    assertEquals(1, verify("ours", "--plugin-config", "answer=no").status());
    assertTrue(verify("ours", "--plugin-config", "answer=no").err().contains("told to say so"));
    assertEquals(1, verify("theirs", "--plugin-config", "answer=no").status());
    Layerseal.Result signed = ours("sign", "--plugin", "whole", "--id", "1").orFail();
    verify("theirs").orFail();
    Layerseal.Result inspected =
        layerseal.run("inspect", "--oci-layout", "-o", "json", image + ":v1").orFail();
    assertTrue(inspected.out().contains("\"com.example.plugin\": \"whole\""), inspected.out());
    assertTrue(signed.out().contains("signature"));
    Files.delete(plugin.resolve("notation-whole"));
    assertEquals(4, verify("ours").status());
  }

  @ParameterizedTest
  @CsvSource({
    "payload,is about",
    "signature,does not match",
    "type,signatureEnvelopeType",
    "expiry,does not expire"
  })
  void refusesAnEnvelopeThatIsNotWhatWasAskedFor(String fault, String why) {
    Layerseal.Result result =
        ours(
            "sign",
            "--plugin",
            "whole",
            "--id",
            "1",
            "-e",
            "24h",
            "--plugin-config",
            "fault=" + fault);
    assertEquals(5, result.status(), result.all());
    assertTrue(result.err().contains(why), result.err());
  }

  @Test
  void saysThatItCannotSealOrCountersign() throws Exception {
    Layerseal.Result sealed = ours("sign", "--plugin", "whole", "--id", "1", "--dm-verity");
    assertEquals(5, sealed.status());
    assertTrue(sealed.err().contains("PKCS#1 v1.5"), sealed.err());
    Layerseal.Result stamped =
        ours(
            "sign",
            "--plugin",
            "whole",
            "--id",
            "1",
            "--timestamp-url",
            "http://127.0.0.1:1/",
            "--timestamp-root-cert",
            plugin.resolve("certificates.pem").toString());
    assertEquals(5, stamped.status());
    assertTrue(stamped.err().contains("no timestamp can be added"), stamped.err());
  }

  private Layerseal.Result verify(String who, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of("--scope", "l/x"));
    Collections.addAll(all, options);
    String[] more = all.toArray(String[]::new);
    return who.equals("ours") ? ours("verify", more) : theirs("verify", more);
  }

  private Layerseal.Result ours(String command, String... options) {
    return layerseal.run(words(command, options).toArray());
  }

  private Layerseal.Result theirs(String command, String... options) throws Exception {
    return layerseal.notation(Peer.find("notation").program(), words(command, options));
  }

  private List<String> words(String command, String... options) {
    List<String> words = new ArrayList<>(List.of(command, "--oci-layout"));
    Collections.addAll(words, options);
    words.add(image + ":v1");
    return words;
  }

  private void policy(String level) throws IOException {
    Files.writeString(layerseal.config().resolve("trustpolicy.json"), POLICY.formatted(level));
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file).strip();
  }
}
