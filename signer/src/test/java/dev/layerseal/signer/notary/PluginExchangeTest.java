package dev.layerseal.signer.notary;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.SigningException;
import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.plugin.Plugin;
import dev.layerseal.signer.PluginKeys;
import dev.layerseal.signer.SigningKey;
import dev.layerseal.x509.KeySpec;
import dev.layerseal.x509.SignatureScheme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repeats the exchange that notation had with a plugin, against one that only plays it back. */
class PluginExchangeTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @TempDir Path folder;

  @Test
  void asksByteForByteWhatNotationAskedForJws() throws Exception {
    Plugin plugin = playback("01", "02", "03");
    SigningKey key = PluginKeys.open(plugin, "key-42", Map.of("region", "us2", "a b", "c"));
    assertEquals(KeySpec.RSA_2048, key.keySpec());
    NotaryOptions options =
        NotaryOptions.of("notation-go/1.3.2")
            .withMetadata(Map.of("x", "y"))
            .withExpiry(Duration.ofHours(24));
    byte[] envelope =
        new NotarySigner(key).envelope(image(), options, Instant.parse("2026-11-21T03:21:18Z"));
    assertTrue(envelope.length > 0);
    assertAsked("01-get-plugin-metadata", "get-plugin-metadata");
    assertAsked("02-describe-key", "describe-key");
    assertAsked("03-generate-signature", "generate-signature");
  }

  @Test
  void asksByteForByteWhatNotationAskedForCose() throws Exception {
    Plugin plugin = playback("04", "05", "06");
    SigningKey key = PluginKeys.open(plugin, "key-42", Map.of("region", "eu1", "a b", "c"));
    NotaryOptions options = NotaryOptions.of("notation-go/1.3.2").withFormat(EnvelopeFormat.COSE);
    new NotarySigner(key).envelope(image(), options, Instant.ofEpochSecond(0x6b010e2eL));
    assertAsked("04-get-plugin-metadata", "get-plugin-metadata");
    assertAsked("05-describe-key", "describe-key");
    assertAsked("06-generate-signature", "generate-signature");
  }

  @Test
  void asksWithoutConfigurationAsNotationDoes() throws Exception {
    assertEquals("capture", playback("00", "02", "03").metadata(Map.of()).name());
    assertAsked("00-get-plugin-metadata", "get-plugin-metadata");
  }

  @Test
  void refusesAnAnswerToAnotherMessage() throws Exception {
    SigningKey key = PluginKeys.open(playback("01", "02", "03"), "key-42", Map.of());
    SigningException failure =
        assertThrows(
            SigningException.class,
            () ->
                key.sign(
                    "other".getBytes(StandardCharsets.US_ASCII),
                    SignatureScheme.notary(KeySpec.RSA_2048)));
    assertTrue(String.valueOf(failure.getMessage()).contains("does not verify"));
  }

  @Test
  void saysThatPluginsCannotSignRootHashes() throws Exception {
    SigningKey key = PluginKeys.open(playback("01", "02", "03"), "key-42", Map.of());
    SigningException failure =
        assertThrows(
            SigningException.class,
            () -> key.sign(new byte[1], SignatureScheme.pkcs7(KeySpec.RSA_2048, "SHA-256")));
    assertTrue(failure.hint().orElseThrow().contains("key file"));
  }

  @Test
  void tellsThePluginsOwnError() throws Exception {
    Plugin plugin =
        script("echo '{\"errorCode\":\"ACCESS_DENIED\",\"errorMessage\":\"not you\"}' >&2; exit 1");
    SigningException failure =
        assertThrows(SigningException.class, () -> plugin.metadata(Map.of()));
    assertTrue(
        String.valueOf(failure.getMessage()).endsWith("ACCESS_DENIED: not you"),
        failure.getMessage());
  }

  @Test
  void refusesAnotherName() throws Exception {
    Files.write(folder.resolve("answer"), vector("00-get-plugin-metadata.response.json"));
    Plugin plugin = script("cat " + folder.resolve("answer"), "other");
    assertThrows(SigningException.class, () -> plugin.metadata(Map.of()));
  }

  @Test
  void endsAPluginThatDoesNotAnswer() throws Exception {
    Path program = program("sleep 30", "capture");
    Plugin plugin = new Plugin("capture", program, Duration.ofMillis(300));
    SigningException failure =
        assertThrows(SigningException.class, () -> plugin.metadata(Map.of()));
    assertTrue(String.valueOf(failure.getMessage()).contains("no answer within"));
  }

  @Test
  void endsAPluginThatWritesWithoutEnd() throws Exception {
    for (String body : new String[] {"exec cat /dev/zero", "exec cat /dev/zero >&2"}) {
      Plugin plugin = script(body);
      SigningException failure =
          assertThrows(SigningException.class, () -> plugin.metadata(Map.of()));
      assertTrue(
          String.valueOf(failure.getMessage()).contains("more than 67108864 bytes"),
          failure.getMessage());
    }
  }

  @Test
  void namesAPluginThatIsNotInstalled() {
    Plugin plugin = new Plugin("gone", folder.resolve("notation-gone"), TIMEOUT);
    SigningException failure =
        assertThrows(SigningException.class, () -> plugin.metadata(Map.of()));
    assertTrue(String.valueOf(failure.getMessage()).contains("not installed"));
  }

  private void assertAsked(String name, String command) throws IOException {
    byte[] expected = trimmed(vector(name + ".request.json"));
    byte[] asked = Files.readAllBytes(folder.resolve(command + ".request"));
    assertEquals(
        new String(expected, StandardCharsets.UTF_8), new String(asked, StandardCharsets.UTF_8));
    assertArrayEquals(expected, asked);
  }

  private Plugin playback(String metadata, String describe, String sign) throws IOException {
    Files.write(
        folder.resolve("get-plugin-metadata"),
        vector(metadata + "-get-plugin-metadata.response.json"));
    Files.write(folder.resolve("describe-key"), vector(describe + "-describe-key.response.json"));
    Files.write(
        folder.resolve("generate-signature"), vector(sign + "-generate-signature.response.json"));
    return script("cat > %1$s/$1.request; cat %1$s/$1".formatted(folder));
  }

  private Plugin script(String body) throws IOException {
    return script(body, "capture");
  }

  private Plugin script(String body, String name) throws IOException {
    return new Plugin(name, program(body, name), TIMEOUT);
  }

  private Path program(String body, String name) throws IOException {
    Path program = folder.resolve("notation-" + name);
    Files.writeString(program, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program;
  }

  private static Descriptor image() throws IOException {
    byte[] manifest = resource("image/manifest.json");
    return Descriptor.of("application/vnd.oci.image.manifest.v1+json", manifest);
  }

  private static byte[] vector(String name) throws IOException {
    return resource("plugin-capture/" + name);
  }

  private static byte[] trimmed(byte[] text) {
    return new String(text, StandardCharsets.UTF_8).strip().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = PluginExchangeTest.class.getResourceAsStream("/vectors/notary/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
