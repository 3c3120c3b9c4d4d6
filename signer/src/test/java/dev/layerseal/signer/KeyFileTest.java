package dev.layerseal.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.SigningException;
import dev.layerseal.testdata.TestIdentity;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {

  private static final TestIdentity SELF = TestIdentity.selfSigned("p256");
  private static final TestIdentity OTHER = TestIdentity.selfSigned("p384");

  @TempDir Path folder;

  @Test
  void findsTheCertificateThatBelongsToTheKey() throws Exception {
    TestIdentity root = TestIdentity.root("p256");
    TestIdentity leaf = root.leaf("leaf", "p256");
    Path certificates = write("all.pem", root.certificatePem() + leaf.certificatePem());
    SigningKey key = KeyFile.pem(write("k", leaf.keyPem()), certificates, Passwords.NONE);
    assertEquals(
        List.of(leaf.certificate(), root.certificate()), key.certificateChain().certificates());
  }

  @Test
  void refusesAKeyWithoutItsCertificate() throws Exception {
    assertRefused("does not belong", SELF.keyPem(), OTHER.certificatePem());
    TestIdentity rsa = TestIdentity.selfSigned("rsa2048");
    TestIdentity another = TestIdentity.selfSigned("rsa3072");
    assertRefused("does not belong", rsa.keyPem(), another.certificatePem());
    assertRefused("the key cannot sign", rsa.keyPem(), SELF.certificatePem());
  }

  @Test
  void namesTheFileAndTheReason() throws Exception {
    assertRefused("no private key in PEM", "", SELF.certificatePem());
    assertRefused("no private key in PEM", SELF.certificatePem(), SELF.certificatePem());
    assertRefused("neither PEM nor DER", SELF.keyPem(), "nothing");
    String damaged = SELF.keyPem().replaceFirst("M", "A");
    assertRefused("private key", damaged, SELF.certificatePem());
    SigningException missing =
        assertThrows(
            SigningException.class,
            () -> KeyFile.pem(folder.resolve("none"), folder.resolve("none"), Passwords.NONE));
    assertTrue(String.valueOf(missing.getMessage()).endsWith("none: no such file"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PKCS12", "JKS"})
  void readsKeystores(String type) throws Exception {
    Path file = keystore(type, "one");
    assertEquals(
        SELF.certificate(),
        KeyFile.keystore(file, Optional.empty(), password("secret")).certificateChain().leaf());
    assertRefused("does not open", file, Optional.empty(), password("wrong"));
    assertRefused("no private key called \"two\"", file, Optional.of("two"), password("secret"));
  }

  @Test
  void asksWhichOfSeveralKeys() throws Exception {
    Path file = keystore("PKCS12", "one", "two");
    assertRefused("choose one by --alias: one, two", file, Optional.empty(), password("secret"));
    KeyFile.keystore(file, Optional.of("two"), password("secret"));
    assertRefused("not a keystore", write("text", "text"), Optional.empty(), Passwords.NONE);
  }

  @Test
  void warnsWhenOthersCanReadTheKey() throws Exception {
    Path file = write("k", SELF.keyPem());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertTrue(KeyFile.warning(file).isPresent());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertFalse(KeyFile.warning(file).isPresent());
  }

  private void assertRefused(String why, String key, String certificate) throws Exception {
    Path keyFile = write("refused.key", key);
    Path certificateFile = write("refused.pem", certificate);
    SigningException refused =
        assertThrows(
            SigningException.class, () -> KeyFile.pem(keyFile, certificateFile, Passwords.NONE));
    assertTrue(String.valueOf(refused.getMessage()).contains(why), refused::getMessage);
    assertTrue(String.valueOf(refused.getMessage()).contains("refused."), refused::getMessage);
  }

  private static void assertRefused(
      String why, Path file, Optional<String> alias, Passwords passwords) {
    SigningException refused =
        assertThrows(SigningException.class, () -> KeyFile.keystore(file, alias, passwords));
    assertTrue(String.valueOf(refused.getMessage()).contains(why), refused::getMessage);
  }

  private Path keystore(String type, String... aliases) throws Exception {
    KeyStore store = KeyStore.getInstance(type);
    store.load(null, null);
    for (String alias : aliases) {
      store.setKeyEntry(
          alias, SELF.key(), "secret".toCharArray(), new Certificate[] {SELF.certificate()});
    }
    Path file = folder.resolve(type);
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, "secret".toCharArray());
    }
    return file;
  }

  private static Passwords password(String secret) {
    return file -> Optional.of(secret.toCharArray());
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }
}
