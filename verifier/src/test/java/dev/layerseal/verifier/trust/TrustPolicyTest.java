package dev.layerseal.verifier.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.VerificationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustPolicyTest {

  private static final String STATEMENT =
      """
      {"name":"%s","registryScopes":[%s],"signatureVerification":{"level":"strict"%s},
       "trustStores":["ca:x"],"trustedIdentities":["x509.subject: C=US, ST=WA, O=Example"]}""";

  @Test
  void choosesTheStatementThatNamesTheRepositoryBeforeTheOneForAll() throws Exception {
    TrustPolicy policy =
        decode(statement("all", "\"*\"", "") + "," + statement("one", "\"example.com/a/b\"", ""));
    assertEquals("one", policy.statementFor("example.com/a/b").name());
    assertEquals("all", policy.statementFor("example.com/a").name());
  }

  @Test
  void theCaseOfAHostLeadsNowhereElse() throws Exception {
    TrustPolicy policy =
        decode(
            statement("all", "\"*\"", "")
                + ","
                + statement("low", "\"example.com/a\"", "")
                + ","
                + statement("high", "\"Other.example/a\"", ""));
    assertEquals("low", policy.statementFor("EXAMPLE.com/a").name());
    assertEquals("high", policy.statementFor("other.EXAMPLE/a").name());
    assertEquals("all", policy.statementFor("example.com/A").name());
  }

  @Test
  void saysThatNoStatementApplies() throws Exception {
    TrustPolicy policy = decode(statement("one", "\"example.com/a\"", ""));
    VerificationException failure =
        assertThrows(VerificationException.class, () -> policy.statementFor("example.com/a/b"));
    assertEquals(VerificationException.Reason.POLICY, failure.reason());
  }

  @Test
  void changesSingleActions() throws Exception {
    PolicyStatement statement =
        decode(
                statement(
                    "one", "\"*\"", ",\"override\":{\"expiry\":\"log\",\"revocation\":\"skip\"}"))
            .statements()
            .get(0);
    assertEquals("custom", statement.level().name());
    assertEquals(Action.LOG, statement.level().action(CheckType.EXPIRY));
    assertEquals(Action.SKIP, statement.level().action(CheckType.REVOCATION));
    assertEquals(Action.ENFORCE, statement.level().action(CheckType.AUTHENTICITY));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"version\":\"1.0\"|\"version\":\"2.0\"",
        "\"version\":\"1.0\"|\"version\":1.0",
        "\"version\":\"1.0\"|\"Version\":\"1.0\"",
        "\"name\":\"one\"|\"name\":\"\"",
        "\"name\":\"one\"|\"nam\":\"one\"",
        "\"name\":\"one\"|\"name\":\"one\",\"name\":\"two\"",
        "[\"example.com/a\"]|[]",
        "[\"example.com/a\"]|[\"*\",\"example.com/a\"]",
        "[\"example.com/a\"]|[\"example.com/a\",\"example.com/a\"]",
        "[\"example.com/a\"]|[\"example.com\"]",
        "[\"example.com/a\"]|[\"https://example.com/a\"]",
        "[\"example.com/a\"]|[\"example.com/a:v1\"]",
        "[\"example.com/a\"]|[\"example.com/*\"]",
        "[\"example.com/a\"]|[\"example.com/A\"]",
        "\"level\":\"strict\"|\"level\":\"Strict\"",
        "\"level\":\"strict\"|\"level\":\"\"",
        "\"level\":\"strict\"|\"level\":\"skip\"",
        "\"level\":\"strict\"|\"level\":\"strict\",\"override\":{\"integrity\":\"log\"}",
        "\"level\":\"strict\"|\"level\":\"strict\",\"override\":{\"expiry\":\"skip\"}",
        "\"level\":\"strict\"|\"level\":\"strict\",\"override\":{\"expiry\":\"warn\"}",
        "\"level\":\"strict\"|\"level\":\"strict\",\"override\":{\"other\":\"log\"}",
        "\"level\":\"strict\"|\"level\":\"strict\",\"Override\":{\"expiry\":\"log\"}",
        "\"level\":\"strict\"|\"level\":\"strict\",\"verifyTimestamp\":\"never\"",
        "\"ca:x\"|",
        "\"ca:x\"|\"ca\"",
        "\"ca:x\"|\"xx:x\"",
        "\"ca:x\"|\"ca:x/y\"",
        "\"ca:x\"|\"ca:..\"",
        "\"x509.subject: C=US, ST=WA, O=Example\"|",
        "\"x509.subject: C=US, ST=WA, O=Example\"|\"\"",
        "\"x509.subject: C=US, ST=WA, O=Example\"|\"somebody\"",
        "\"x509.subject: C=US, ST=WA, O=Example\"|\"x509.subject:\"",
        "\"x509.subject: C=US, ST=WA, O=Example\"|\"x509.subject: C=US\"",
        "\"x509.subject: C=US, ST=WA, O=Example\"|\"*\",\"x509.subject: C=US,ST=WA,O=E\"",
        "\"x509.subject: C=US, ST=WA, O=Example\"|\"x509.subject: C=US,ST=WA,O=E\",\"x509.subject: C=US,ST=WA,O=E,CN=a\"",
      })
  void refuses(String good, String bad) throws Exception {
    String policy = policy(statement("one", "\"example.com/a\"", ""));
    assertTrue(policy.contains(good), good);
    TrustPolicy.decode(policy.getBytes(StandardCharsets.UTF_8));
    String broken = policy.replace(good, bad == null ? "" : bad);
    assertThrows(
        FormatException.class, () -> TrustPolicy.decode(broken.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void refusesTwoStatementsForOneRepository() {
    assertThrows(
        FormatException.class,
        () -> decode(statement("a", "\"e.com/a\"", "") + "," + statement("b", "\"e.com/a\"", "")));
    assertThrows(
        FormatException.class,
        () -> decode(statement("a", "\"e.com/a\"", "") + "," + statement("a", "\"e.com/b\"", "")));
  }

  @Test
  void readsTheNewerFileFirstAndTellsADifference(@TempDir Path home) throws Exception {
    NotationFolders folders = NotationFolders.of(Map.of(), home, "Linux");
    assertThrows(VerificationException.class, () -> PolicyFile.read(folders));
    Files.createDirectories(folders.config());
    Files.writeString(folders.policy(), policy(statement("old", "\"*\"", "")));
    assertEquals("old", PolicyFile.read(folders).policy().statements().get(0).name());
    Files.writeString(folders.ociPolicy(), policy(statement("new", "\"*\"", "")));
    PolicyFile both = PolicyFile.read(folders);
    assertEquals("new", both.policy().statements().get(0).name());
    assertTrue(both.warning().orElseThrow().contains("is in force"));
    Files.copy(
        folders.ociPolicy(), folders.policy(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertEquals(Optional.empty(), PolicyFile.read(folders).warning());
  }

  @Test
  void findsNotationsFolders() {
    Path home = Path.of("/home/somebody");
    NotationFolders plain = NotationFolders.of(Map.of(), home, "Linux");
    assertEquals(home.resolve(".config/notation/trustpolicy.json"), plain.policy());
    assertEquals(home.resolve(".cache/notation/crl"), plain.crlCache());
    assertEquals(home.resolve(".config/notation/plugins/a/notation-a"), plain.plugin("a"));
    NotationFolders set =
        NotationFolders.of(
            Map.of("NOTATION_CONFIG", "/c", "XDG_CACHE_HOME", "/x", "NOTATION_LIBEXEC", "/l"),
            home,
            "Linux");
    assertEquals(Path.of("/c/signingkeys.json"), set.signingKeys());
    assertEquals(Path.of("/x/notation/crl"), set.crlCache());
    assertEquals(Path.of("/l/plugins"), set.plugins());
    NotationFolders mac = NotationFolders.of(Map.of(), home, "Mac OS X");
    assertEquals(home.resolve("Library/Application Support/notation"), mac.config());
    assertEquals(home.resolve("Library/Caches/notation/crl"), mac.crlCache());
  }

  private static String statement(String name, String scopes, String verification) {
    return STATEMENT.formatted(name, scopes, verification);
  }

  private static String policy(String statements) {
    return "{\"version\":\"1.0\",\"trustPolicies\":[" + statements + "]}";
  }

  private static TrustPolicy decode(String statements) throws FormatException {
    return TrustPolicy.decode(policy(statements).getBytes(StandardCharsets.UTF_8));
  }
}
