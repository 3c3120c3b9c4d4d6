package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.testdata.Peer;
import dev.layerseal.testdata.TestIdentity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** key, cert, policy and plugin: notation's files, and what must not get into them. */
class NotationFilesTest extends CommandTest {

  private final InputStream in = System.in;

  @AfterEach
  void giveInputBack() {
    System.setIn(in);
  }

  @Test
  void addsListsAndRemovesKeys() throws Exception {
    assertEquals(
        0, run("key", "add", "one", "--key-file", "a.key", "--cert", "a.crt", "--default"));
    assertTrue(text(out).contains("one: marked as default"));
    assertEquals(0, run("key", "add", "two", "--key-file", "b.key", "--cert", "b.crt"));
    assertEquals(5, run("key", "add", "two", "--key-file", "b.key", "--cert", "b.crt"));
    assertEquals(0, run("key", "list"));
    assertTrue(text(out).contains("* one"));
    assertEquals(0, run("key", "set", "--default", "two"));
    assertEquals(0, run("key", "delete", "one"));
    String list = Files.readString(config().resolve("signingkeys.json"));
    assertTrue(list.startsWith("{\n    \"default\": \"two\""), list);
    assertFalse(list.contains("\"one\""));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(config().resolve("signingkeys.json"))));
  }

  @Test
  void needsAPairOfFilesOrAPlugin() throws Exception {
    assertEquals(2, run("key", "add", "one", "--key-file", "a.key"));
    assertEquals(2, run("key", "add", "one", "--plugin", "x"));
  }

  @Test
  void refusesToTrustALeaf() throws Exception {
    TestIdentity root = TestIdentity.root("p256");
    Path leaf = write("leaf.crt", root.leaf("leaf", "p256").certificatePem());
    Path good = write("root.crt", root.certificatePem());
    assertEquals(1, run("cert", "add", "-t", "ca", "-s", "x", leaf.toString()));
    assertTrue(text(err).contains("neither a CA nor self-signed"), text(err));
    assertEquals(0, run("cert", "add", "-t", "ca", "-s", "x", good.toString()));
    assertEquals(4, run("cert", "add", "-t", "ca", "-s", "x", good.toString()));
    assertEquals(3, run("cert", "add", "-t", "ca", "-s", "../x", good.toString()));
    assertEquals(0, run("cert", "list"));
    assertTrue(text(out).contains("root.crt"));
    assertEquals(0, run("cert", "show", "-t", "ca", "-s", "x", "root.crt"));
    assertTrue(text(out).contains("SHA256 Thumbprint: "));
    assertEquals(3, run("cert", "show", "-t", "ca", "-s", "x", "../x/root.crt"));
    assertEquals(0, run("cert", "delete", "-t", "ca", "-s", "x", "-y", "root.crt"));
    assertFalse(Files.exists(config().resolve("truststore/x509/ca/x")));
  }

  @Test
  void importsAPolicyUnderBothNames() throws Exception {
    Path policy =
        write(
            "policy.json",
            """
            {"version":"1.0","trustPolicies":[{"name":"a","registryScopes":["*"],
             "signatureVerification":{"level":"strict"},"trustStores":["ca:x"],
             "trustedIdentities":["*"]}]}
            """);
    assertEquals(0, run("policy", "import", policy.toString()));
    byte[] bytes = Files.readAllBytes(policy);
    org.junit.jupiter.api.Assertions.assertArrayEquals(
        bytes, Files.readAllBytes(config().resolve("trustpolicy.json")));
    org.junit.jupiter.api.Assertions.assertArrayEquals(
        bytes, Files.readAllBytes(config().resolve("trustpolicy.oci.json")));
    System.setIn(new ByteArrayInputStream(new byte[0]));
    assertEquals(4, run("policy", "import", policy.toString()));
    assertEquals(0, run("policy", "import", "--force", policy.toString()));
    assertEquals(0, run("policy", "show"));
    assertTrue(text(out).contains("\"name\":\"a\""));
  }

  @Test
  void importsNoPolicyThatBreaksARule() throws Exception {
    Path policy = write("policy.json", "{\"version\":\"1.0\",\"trustPolicies\":[]}");
    assertEquals(3, run("policy", "import", policy.toString()));
    assertTrue(text(err).contains("trustPolicies: is empty"), text(err));
    assertFalse(Files.exists(config().resolve("trustpolicy.json")));
    assertEquals(1, run("policy", "show"));
  }

  @Test
  void installsListsAndRemovesPlugins() throws Exception {
    Path program =
        write(
            "notation-trial",
            """
            #!/bin/sh
            echo '{"name":"trial","description":"d","version":"1.2.3","url":"u",
              "supportedContractVersions":["1.0"],"capabilities":["SIGNATURE_GENERATOR.RAW"]}'
            """);
    assertEquals(0, run("plugin", "install", "--file", program.toString()), text(err));
    assertEquals(4, run("plugin", "install", "--file", program.toString()));
    assertEquals(
        3, run("plugin", "install", "--force", "--sha256sum", "00", "--file", program.toString()));
    assertEquals(0, run("plugin", "list"));
    assertTrue(text(out).contains("1.2.3"));
    assertEquals(3, run("plugin", "uninstall", "-y", ".."));
    assertEquals(0, run("plugin", "uninstall", "-y", "trial"));
    assertFalse(Files.exists(config().resolve("plugins/trial")));
  }

  @Test
  @Tag("interop")
  void notationSignsAndVerifiesWithWhatWasWritten() throws Exception {
    assertEquals(0, run("cert", "generate-test", "--default", "trial"), text(err));
    assertEquals(
        0,
        run(
            "policy",
            "init",
            "--name",
            "trial",
            "--trust-store",
            "ca:trial",
            "--trusted-identity",
            "x509.subject: C=US, ST=WA, O=Notary"));
    assertTrue(notation("key", "list").contains("* trial"));
    assertTrue(notation("cert", "list").contains("trial.crt"));
    assertTrue(notation("policy", "show").contains("ca:trial"));
    assertTrue(notation("cert", "generate-test", "theirs").contains("theirs"));
    assertEquals(0, run("key", "list"));
    assertTrue(text(out).contains("theirs"));
    assertEquals(0, run("cert", "list"));
    assertTrue(text(out).contains("theirs.crt"));
  }

  private String notation(String... arguments) throws IOException, InterruptedException {
    java.util.List<String> command = new java.util.ArrayList<>();
    command.add(Peer.find("notation").program().toString());
    command.addAll(java.util.List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("NOTATION_CONFIG", config().toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), text);
    return text;
  }

  private Path config() {
    return folder.resolve(".config/notation");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
