package dev.layerseal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.testdata.NotationPeer;
import dev.layerseal.testdata.TestIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What stands in layerseal.policy.json governs signatures and seals alike. */
class LayersealPolicyCommandTest extends CommandTest {

  private static final TestIdentity ROOT = TestIdentity.root("p256");
  private static final String TWO =
      """
      {"version":"1.0","statements":[{"name":"two","registryScopes":["local/*"],
       "signers":{"threshold":2,"identities":[
        "x509.subject: C=US, ST=WA, O=Layerseal Test, CN=first",
        "x509.subject: C=US, ST=WA, O=Layerseal Test, CN=second"]}%s}]}
      """;

  @BeforeEach
  void prepare() throws Exception {
    DemoImage.unpack(folder.resolve("image"));
    for (String name : List.of("first", "second")) {
      TestIdentity leaf = ROOT.leaf(name, "p256");
      Files.writeString(folder.resolve(name + ".key"), leaf.keyPem());
      Files.writeString(
          folder.resolve(name + ".crt"), leaf.certificatePem() + ROOT.certificatePem());
    }
    Path store = Files.createDirectories(config().resolve("truststore/x509/ca/test"));
    Files.writeString(store.resolve("root.crt"), ROOT.certificatePem());
    Files.writeString(
        config().resolve("trustpolicy.json"),
        """
        {"version":"1.0","trustPolicies":[{"name":"all","registryScopes":["*"],
         "signatureVerification":{"level":"strict"},
         "trustStores":["ca:test"],"trustedIdentities":["*"]}]}
        """);
  }

  @Test
  void needsSeveralSignersOfTheManifestAndOfEveryLayer() throws Exception {
    assertEquals(0, sign("first", "--dm-verity"), text());
    assertEquals(0, verify(), text());
    own(TWO.formatted(""));
    assertEquals(1, verify("-o", "json"));
    assertTrue(text().contains("signed by 1 of the 2 signers"), text());
    assertTrue(text().contains("\"threshold\""), text());
    assertEquals(0, sign("second"), text());
    assertEquals(1, verify());
    assertTrue(text().contains("seals: layerseal.policy.json: signed by 1 of the 2"), text());
    assertEquals(0, verify("--dm-verity=ignore"), text());
    assertEquals(0, sign("second", "--dm-verity"), text());
    assertEquals(0, verify(), text());
    assertTrue(text().contains("signers    2 of the 2"), text());
    assertEquals(0, verify("--layers-only"), text());
  }

  @Test
  void needsSeveralSignersOfTheComposefsSeal() throws Exception {
    assertEquals(0, sign("first", "--composefs-only"), text());
    assertEquals(0, verify("--composefs-only"), text());
    assertTrue(text().contains("composefs  verified"), text());
    own(TWO.formatted(""));
    assertEquals(1, verify("--composefs-only"));
    assertTrue(text().contains("composefs seal: layerseal.policy.json: signed by 1 of"), text());
    assertTrue(text().contains("composefs  failed"), text());
    assertEquals(0, sign("second", "--composefs-only"), text());
    assertEquals(0, verify("--composefs-only"), text());
    own(TWO.formatted(",\"dmVerity\":\"require\""));
    assertEquals(1, verify("--composefs-only"));
    assertTrue(text().contains("no seals"), text());
  }

  @Test
  void needsSealsWhateverTheCommandLineSays() throws Exception {
    sign("first");
    sign("second");
    own(TWO.formatted(""));
    assertEquals(0, verify(), text());
    own(TWO.formatted(",\"dmVerity\":\"require\""));
    assertEquals(1, verify());
    assertEquals(1, verify("--dm-verity=ignore"), text());
    assertTrue(text().contains("no seals"), text());
  }

  @Test
  void importsOnlyWhatKeepsEveryRule() throws Exception {
    Path file = folder.resolve("mine.json");
    Files.writeString(file, TWO.formatted(",\"dmverity\":\"require\""));
    assertEquals(3, run("policy", "import", "--layerseal", file.toString()));
    assertTrue(text().contains("mine.json"), text());
    assertTrue(text().contains("dmverity"), text());
    Files.writeString(file, TWO.formatted(""));
    assertEquals(3, run("policy", "import", file.toString()));
    assertEquals(0, run("policy", "import", "--layerseal", file.toString()), text());
    assertEquals(0, run("policy", "show", "--layerseal"), text());
    assertTrue(text().contains("\"threshold\":2"), text());
    sign("first");
    assertEquals(1, verify());
  }

  @Test
  @Tag("interop")
  void notationNeverSeesIt() throws Exception {
    sign("first");
    own(TWO.formatted(""));
    assertEquals(1, verify());
    NotationPeer notation = new NotationPeer(folder, config());
    assertEquals(
        0,
        notation
            .run(List.of("verify", "--oci-layout", "--scope", "local/image", image()))
            .status());
  }

  private String image() throws Exception {
    String index = Files.readString(folder.resolve("image/index.json"));
    String digest = index.replaceAll("(?s).*?\"digest\"\\s*:\\s*\"([^\"]*)\".*", "$1");
    return folder.resolve("image") + "@" + digest;
  }

  private int sign(String name, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("sign", "--oci-layout"));
    command.addAll(List.of("--key-file", folder.resolve(name + ".key").toString()));
    command.addAll(List.of("--cert-file", folder.resolve(name + ".crt").toString()));
    command.addAll(List.of(options));
    command.add(image());
    return run(command.toArray(String[]::new));
  }

  private int verify(String... options) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("verify", "--oci-layout", "--scope", "local/image"));
    command.addAll(List.of(options));
    command.add(image());
    return run(command.toArray(String[]::new));
  }

  private void own(String json) throws Exception {
    Files.writeString(config().resolve("layerseal.policy.json"), json);
  }

  private Path config() throws Exception {
    return Files.createDirectories(folder.resolve(".config/notation"));
  }
}
