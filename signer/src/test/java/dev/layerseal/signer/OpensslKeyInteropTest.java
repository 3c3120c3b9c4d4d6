package dev.layerseal.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.SigningException;
import dev.layerseal.testdata.Peer;
import dev.layerseal.testdata.TestIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every form in which openssl writes private keys. */
@Tag("interop")
class OpensslKeyInteropTest {

  private static final String SECRET = "correct horse";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "rsa2048, rsa -traditional, BEGIN RSA PRIVATE KEY",
    "rsa2048, rsa -traditional -aes256 -passout pass:secret, Proc-Type",
    "rsa2048, rsa -traditional -des3 -passout pass:secret, DES-EDE3",
    "p256, ec, BEGIN EC PRIVATE KEY",
    "p521, ec -aes128 -passout pass:secret, Proc-Type",
    "rsa2048, pkcs8 -topk8 -nocrypt, BEGIN PRIVATE KEY",
    "p384, pkcs8 -topk8 -passout pass:secret, BEGIN ENCRYPTED PRIVATE KEY",
    "p384, pkcs8 -topk8 -v2 aes-128-cbc -v2prf hmacWithSHA1 -passout pass:secret, ENCRYPTED",
    "rsa2048, pkcs8 -topk8 -v2 des3 -passout pass:secret, ENCRYPTED",
    "rsa2048, pkcs8 -topk8 -v1 PBE-SHA1-3DES -passout pass:secret, ENCRYPTED",
    "p256, pkcs8 -topk8 -scrypt -passout pass:secret, ENCRYPTED"
  })
  void readsWhatOpensslWrites(String kind, String command, String mark) throws Exception {
    TestIdentity identity = TestIdentity.selfSigned(kind);
    Path key = convert(identity, command.replace("pass:secret", "pass:" + SECRET));
    assertTrue(Files.readString(key).contains(mark), command);
    Path certificate = Files.writeString(folder.resolve("c"), identity.certificatePem());
    SigningKey read = KeyFile.pem(key, certificate, file -> Optional.of(SECRET.toCharArray()));
    assertEquals(identity.certificate(), read.certificateChain().leaf());
  }

  @Test
  void saysThatThePasswordIsMissingOrWrong() throws Exception {
    TestIdentity identity = TestIdentity.selfSigned("p256");
    Path key = convert(identity, "pkcs8 -topk8 -passout pass:" + SECRET);
    Path certificate = Files.writeString(folder.resolve("c"), identity.certificatePem());
    SigningException missing =
        assertThrows(SigningException.class, () -> KeyFile.pem(key, certificate, Passwords.NONE));
    assertTrue(String.valueOf(missing.getMessage()).endsWith("is encrypted"));
    SigningException wrong =
        assertThrows(
            SigningException.class,
            () -> KeyFile.pem(key, certificate, file -> Optional.of("no".toCharArray())));
    assertTrue(String.valueOf(wrong.getMessage()).contains("does not open"));
  }

  private Path convert(TestIdentity identity, String command) throws Exception {
    Path plain = Files.writeString(folder.resolve("plain"), identity.keyPem());
    Path key = folder.resolve("key");
    String[] words = command.replace(SECRET, "@").split(" ", -1);
    Object[] arguments = new Object[words.length + 4];
    arguments[0] = words[0];
    for (int i = 1; i < words.length; i++) {
      arguments[i] = words[i].replace("@", SECRET);
    }
    arguments[words.length] = "-in";
    arguments[words.length + 1] = plain;
    arguments[words.length + 2] = "-out";
    arguments[words.length + 3] = key;
    Peer.find("openssl").run(arguments).orFail();
    return key;
  }
}
