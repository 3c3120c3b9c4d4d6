package dev.layerseal.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.SigningException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfSignedKeyTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void keyAndCertificateBelongTogether() throws Exception {
    SelfSignedKey made = SelfSignedKey.generate("CN=demo,O=Example", NOW, Duration.ofDays(1));
    made.certificate().verify(made.certificate().getPublicKey());
    Signature signing = Signature.getInstance("SHA256withRSA");
    signing.initSign(made.key());
    signing.update((byte) 1);
    byte[] signature = signing.sign();
    signing.initVerify(made.certificate());
    signing.update((byte) 1);
    assertTrue(signing.verify(signature));
  }

  @Test
  void theCertificateHasTheProfileOfSigners() throws Exception {
    var certificate =
        SelfSignedKey.generate("CN=demo,O=Example", NOW, Duration.ofDays(1)).certificate();
    assertEquals(List.of("1.3.6.1.5.5.7.3.3"), certificate.getExtendedKeyUsage());
    assertTrue(certificate.getKeyUsage()[0]);
    assertTrue(certificate.getCriticalExtensionOIDs().contains("2.5.29.15"));
    assertEquals(-1, certificate.getBasicConstraints());
    assertEquals(NOW, certificate.getNotBefore().toInstant());
    assertEquals(NOW.plus(Duration.ofDays(1)), certificate.getNotAfter().toInstant());
  }

  @Test
  void theKeyFileIsItsOwnersAlone(@TempDir Path folder) throws Exception {
    SelfSignedKey made = SelfSignedKey.generate("CN=demo", NOW, Duration.ofDays(1));
    Path key = folder.resolve("key.pem");
    made.write(key, folder.resolve("cert.pem"));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
    assertThrows(
        FileAlreadyExistsException.class, () -> made.write(key, folder.resolve("other.pem")));
  }

  @Test
  void refusesANameThatIsNone() {
    assertThrows(
        SigningException.class, () -> SelfSignedKey.generate("demo", NOW, Duration.ofDays(1)));
  }
}
