package dev.layerseal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.oci.Reference;
import dev.layerseal.testdata.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration folder that one tool has written works in the other. */
class ConfigFolderInteropTest {

  private static final String POLICY =
      """
      {"version":"1.0","trustPolicies":[{"name":"trial","registryScopes":["*"],
       "signatureVerification":{"level":"strict"},"trustStores":["ca:trial"],
       "trustedIdentities":["x509.subject: C=US, ST=WA, O=Notary"]}]}
      """;

  @TempDir Path folder;
  private Layerseal layerseal;
  private String image;

  @BeforeEach
  void prepare() throws IOException {
    layerseal = new Layerseal(folder);
    image = DemoImage.unpack(folder.resolve("image")) + ":v1";
  }

  @Test
  @Tag("interop")
  void layersealWorksWithWhatNotationWrote() throws Exception {
    Path policy = Files.writeString(folder.resolve("policy.json"), POLICY);
    notation("cert", "generate-test", "--default", "--bits", "3072", "trial");
    notation("policy", "import", policy.toString());
    config("{\"insecureRegistries\":[\"registry.example:5000\"],\"signatureFormat\":\"cose\"}");
    layerseal.run("sign", "--oci-layout", image).orFail();
    assertTrue(inspected().contains("application/cose"));
    layerseal.run("verify", "--oci-layout", "--scope", "l/x", image).orFail();
    notation("verify", "--oci-layout", "--scope", "l/x", image);
    notation("sign", "--oci-layout", image);
    layerseal.run("verify", "--oci-layout", "--scope", "l/x", image).orFail();
    assertTrue(layerseal.run("key", "ls").out().contains("* trial"));
    layerseal.run("key", "delete", "trial").orFail();
    layerseal.run("cert", "delete", "-t", "ca", "-s", "trial", "-y", "trial.crt").orFail();
    assertFalse(notation("key", "list").contains("trial"));
    assertFalse(notation("cert", "list").contains("trial"));
  }

  @Test
  @Tag("interop")
  void notationWorksWithWhatLayersealWrote() throws Exception {
    layerseal.run("cert", "generate-test", "--default", "-b", "3072", "trial").orFail();
    layerseal.run("cert", "generate-test", "other").orFail();
    Path policy = Files.writeString(folder.resolve("policy.json"), POLICY);
    layerseal.run("policy", "import", policy).orFail();
    config("{\"signatureFormat\":\"cose\"}");
    notation("sign", "--oci-layout", image);
    assertTrue(inspected().contains("application/cose"));
    notation("verify", "--oci-layout", "--scope", "l/x", image);
    layerseal.run("sign", "--oci-layout", "--signature-format", "jws", image).orFail();
    assertTrue(inspected().contains("application/jose+json"));
    assertTrue(notation("policy", "show").contains("ca:trial"));
    notation("key", "set", "--default", "other");
    assertTrue(layerseal.run("key", "list").out().contains("* other"));
    notation("key", "delete", "trial");
    notation("cert", "delete", "-t", "ca", "-s", "trial", "--all", "-y");
    assertFalse(layerseal.run("key", "list").out().contains("trial"));
    assertEquals(1, layerseal.run("verify", "--oci-layout", "--scope", "l/x", image).status());
  }

  @Test
  void registriesOfTheSettingsAreSpokenToInPlainText() throws Exception {
    config("{\"insecureRegistries\":[\"registry.example:5000\"]}");
    assertTrue(plain("registry.example:5000/app"));
    assertFalse(plain("registry.example/app"));
    assertFalse(plain("other.example:5000/app"));
  }

  @Test
  void settingsThatBreakTheirFormAreRefusedByName() throws Exception {
    layerseal.run("cert", "generate-test", "--default", "trial").orFail();
    for (String bad :
        List.of("{\"signatureFormat\":\"pgp\"}", "{\"insecureRegistries\":5}", "nonsense")) {
      config(bad);
      Layerseal.Result result = layerseal.run("sign", "--oci-layout", image);
      assertEquals(3, result.status(), bad);
      assertTrue(result.err().contains("config.json"), result.err());
    }
    config("{\"signatureFormat\":\"\"}");
    layerseal.run("sign", "--oci-layout", image).orFail();
    assertEquals(2, layerseal.run("sign", "--signature-format", "pgp", image).status());
    assertEquals(2, layerseal.run("sign", "--signature-format", "pkcs7", image).status());
  }

  private boolean plain(String reference) throws Exception {
    String home = System.getProperty("user.home");
    System.setProperty("user.home", folder.toString());
    try {
      return new RegistryOptions().settings(Reference.parse(reference)).plainHttp();
    } finally {
      System.setProperty("user.home", home);
    }
  }

  private void config(String json) throws IOException {
    Files.createDirectories(layerseal.config());
    Files.writeString(layerseal.config().resolve("config.json"), json);
  }

  private String inspected() {
    return layerseal.run("inspect", "--oci-layout", image).orFail().out();
  }

  private String notation(String... arguments) throws Exception {
    return layerseal
        .notation(Peer.find("notation").program(), Stream.of(arguments).toList())
        .orFail()
        .out();
  }
}
