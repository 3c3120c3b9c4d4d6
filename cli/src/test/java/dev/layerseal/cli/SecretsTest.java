package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.testdata.TestIdentity;
import dev.layerseal.testdata.registry.FaultyRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords are in no message, in no argument of another process, and in none's environment. */
class SecretsTest {

  private static final String SECRET = "hunter2-hunter2";
  private static final String WRONG = "letmein-letmein";
  private static final TestIdentity SELF = TestIdentity.selfSigned("p256");

  @TempDir Path folder;
  private Layerseal layerseal;
  private Path image;
  private Path certificate;

  @BeforeEach
  void prepare() throws IOException {
    layerseal = new Layerseal(folder);
    image = DemoImage.unpack(folder.resolve("image"));
    certificate = Files.writeString(folder.resolve("self.crt"), SELF.certificatePem());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pem", "keystore"})
  void theWrongPasswordOfAKeyIsNotRepeated(String kind) throws Exception {
    List<Object> key = kind.equals("pem") ? encryptedPem() : keystore();
    assertEquals(0, sign(key, SECRET).status());
    Layerseal.Result refused = sign(key, WRONG);
    assertEquals(5, refused.status());
    assertTrue(refused.err().contains("the password does not open"), refused.err());
    assertSilent(refused.all());
  }

  @Test
  void theRegistrysPasswordIsNotRepeated() throws Exception {
    try (FaultyRegistry registry = FaultyRegistry.start()) {
      registry.authenticate("me", SECRET, "Basic realm=\"r\"");
      Layerseal.Result refused =
          layerseal.run("list", "-v", "-u", "me", "-p", WRONG, registry.address() + "/app:v1");
      assertEquals(4, refused.status());
      assertSilent(refused.all());
      String basic = Base64.getEncoder().encodeToString(("me:" + WRONG).getBytes(UTF_8));
      assertFalse(refused.all().contains(basic), refused.all());
      Layerseal.Result login =
          layerseal.run("login", "-v", "--plain-text", "-u", "me", "-p", WRONG, registry.address());
      assertEquals(4, login.status(), login.all());
      assertSilent(login.all());
    }
  }

  @Test
  void pluginsGetNoPasswordAndOneWordOfArguments() throws Exception {
    Path plugin = Files.createDirectories(layerseal.config().resolve("plugins/spy"));
    Path program = plugin.resolve("notation-spy");
    Files.writeString(
        program,
        "#!/bin/sh\nenv > '%1$s/environment'\necho \"$@\" > '%1$s/arguments'\ncat > /dev/null\nexit 1\n"
            .formatted(plugin));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.home=" + folder,
                "-cp",
                Layerseal.classPath(),
                "dev.layerseal.cli.Main"));
    command.addAll(List.of("sign", "-v", "--oci-layout", "--plugin", "spy", "--id", "1"));
    command.add(image + ":v1");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    for (String name : List.of("NOTATION", "LAYERSEAL")) {
      builder.environment().putAll(Map.of(name + "_USERNAME", "me", name + "_PASSWORD", SECRET));
    }
    builder.environment().put("LAYERSEAL_KEY_PASSWORD", SECRET);
    builder.environment().remove("NOTATION_CONFIG");
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(5, process.waitFor(), text);
    assertSilent(text);
    assertSilent(Files.readString(plugin.resolve("environment")));
    assertEquals("get-plugin-metadata", Files.readString(plugin.resolve("arguments")).strip());
  }

  @Test
  void keysThatOthersCanReadDrawAWarning() throws Exception {
    Path key = Files.writeString(folder.resolve("self.key"), SELF.keyPem());
    List<Object> options = List.of("--key-file", key, "--cert-file", certificate);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    assertFalse(sign(options, "").err().contains("others than the owner"));
    for (String mode : List.of("rw-r-----", "rw----r--")) {
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(mode));
      Layerseal.Result signed = sign(options, "");
      assertTrue(signed.err().contains("others than the owner can read this private key"), mode);
      Layerseal.Result added =
          layerseal.run("key", "add", mode, "--key-file", key, "--cert", certificate);
      assertTrue(added.err().contains("others than the owner can read this private key"), mode);
      Layerseal.Result listed = layerseal.run("sign", "--oci-layout", "--key", mode, image + ":v1");
      assertTrue(listed.err().contains("others than the owner can read this private key"), mode);
    }
  }

  private Layerseal.Result sign(List<Object> key, String password) throws IOException {
    Path file = Files.writeString(folder.resolve("password"), password + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    List<Object> words = new ArrayList<>(List.of("sign", "-v", "--force", "--oci-layout"));
    words.addAll(key);
    words.addAll(List.of("--password-file", file, image + ":v1"));
    return layerseal.run(words.toArray());
  }

  private List<Object> encryptedPem() throws Exception {
    String algorithm = "PBEWithSHA1AndDESede";
    byte[] salt = new byte[8];
    new SecureRandom().nextBytes(salt);
    Cipher cipher = Cipher.getInstance(algorithm);
    cipher.init(
        Cipher.ENCRYPT_MODE,
        SecretKeyFactory.getInstance(algorithm)
            .generateSecret(new PBEKeySpec(SECRET.toCharArray())),
        new PBEParameterSpec(salt, 1000));
    byte[] der =
        new EncryptedPrivateKeyInfo(cipher.getParameters(), cipher.doFinal(SELF.key().getEncoded()))
            .getEncoded();
    String label = "ENCRYPTED PRIVATE KEY";
    Path file =
        Files.writeString(
            folder.resolve("encrypted.key"),
            "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(label, Base64.getMimeEncoder().encodeToString(der)));
    return List.of("--key-file", file, "--cert-file", certificate);
  }

  private List<Object> keystore() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "self", SELF.key(), SECRET.toCharArray(), new Certificate[] {SELF.certificate()});
    Path file = folder.resolve("self.p12");
    try (var out = Files.newOutputStream(file)) {
      store.store(out, SECRET.toCharArray());
    }
    return List.of("--keystore", file);
  }

  private static void assertSilent(String text) {
    assertFalse(text.contains(SECRET), text);
    assertFalse(text.contains(WRONG), text);
  }
}
