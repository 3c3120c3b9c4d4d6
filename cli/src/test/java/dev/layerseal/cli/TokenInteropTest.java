package dev.layerseal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import dev.layerseal.testdata.Peer;
import dev.layerseal.testdata.SoftToken;
import dev.layerseal.testdata.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys on a PKCS#11 token sign; notation verifies, and uses them itself through our plugin. */
@Tag("interop")
class TokenInteropTest {

  private static final List<String> KINDS =
      List.of("rsa2048", "rsa3072", "rsa4096", "p256", "p384", "p521");

  private static final TestIdentity ROOT = TestIdentity.root("p256");
  private static final String POLICY =
      """
      {"version":"1.0","trustPolicies":[{"name":"all","registryScopes":["*"],
       "signatureVerification":{"level":"strict"},
       "trustStores":["ca:interop"],"trustedIdentities":["*"]}]}
      """;

  /** One token for all tests: the library reads its settings once in the life of the process. */
  @TempDir static Path shared;

  private static SoftToken token;
  private static Path notation;

  @TempDir Path folder;

  private Layerseal layerseal;
  private Path pin;

  @BeforeAll
  static void makeToken() throws IOException {
    token = SoftToken.make(shared.resolve("softhsm"));
    notation = Peer.find("notation").program();
    Function.getFunction(Platform.C_LIBRARY_NAME, "setenv")
        .invokeInt(new Object[] {"SOFTHSM2_CONF", token.configuration().toString(), 1});
    for (String kind : KINDS) {
      token.add(kind, ROOT.leaf("leaf-" + kind, kind));
    }
    token.addKey("bare", ROOT.leaf("bare", "p384"));
  }

  @BeforeEach
  void prepare() throws IOException {
    layerseal = new Layerseal(folder).with("SOFTHSM2_CONF", token.configuration().toString());
    pin = folder.resolve("pin.txt");
    Files.writeString(pin, SoftToken.PIN + "\n");
    Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-------"));
    Files.createDirectories(layerseal.config().resolve("truststore/x509/ca/interop"));
    Files.writeString(layerseal.config().resolve("trustpolicy.json"), POLICY);
    Files.writeString(issuer(), ROOT.certificatePem());
  }

  @Test
  void everyKindOfKeySignsAndNotationVerifies() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (String kind : KINDS) {
      Path image = DemoImage.unpack(folder.resolve(kind));
      Layerseal.Result signed =
          layerseal.run(
              "sign",
              "--oci-layout",
              "--dm-verity",
              "--pkcs11",
              uri("object=" + kind),
              "--password-file",
              pin,
              "--cert-file",
              issuer(),
              image + ":v1");
      Layerseal.Result verified =
          layerseal.notation(
              notation, List.of("verify", "-v", "--oci-layout", "--scope", "l/x", image + ":v1"));
      Layerseal.Result own =
          layerseal.run("verify", "--oci-layout", "--scope", "l/x", "--dm-verity", image + ":v1");
      if (signed.status() != 0 || verified.status() != 0 || own.status() != 0) {
        wrong.add(kind + ": " + signed.all() + verified.all() + own.all());
      }
      assertFalse(signed.all().contains(SoftToken.PIN));
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void aKeyOfTheListServesBothTools() throws Exception {
    Path image = DemoImage.unpack(folder.resolve("image"));
    String address = uri("object=p256");
    ok(layerseal.run("plugin", "install", "--self"));
    ok(
        layerseal.run(
            "key",
            "add",
            "token",
            "--default",
            "--pkcs11",
            address,
            "--password-file",
            pin,
            "--cert",
            issuer()));
    Layerseal.Result signed =
        layerseal.notation(notation, List.of("sign", "--oci-layout", image + ":v1"));
    assertEquals(0, signed.status(), signed.all());
    ok(layerseal.run("verify", "--oci-layout", "--scope", "l/x", image + ":v1"));
    ok(layerseal.run("sign", "--oci-layout", "--force", image + ":v1"));
    Layerseal.Result listed = layerseal.notation(notation, List.of("plugin", "list"));
    assertTrue(listed.all().contains("SIGNATURE_GENERATOR.RAW"), listed.all());
    assertNoPinBelow(layerseal.config());
    assertNoPinBelow(image);
  }

  @Test
  void notationSignsWithAKeystoreThroughThePlugin() throws Exception {
    TestIdentity leaf = ROOT.leaf("leaf-rsa3072", "rsa3072");
    Path store = folder.resolve("keys.p12");
    java.security.KeyStore keys = java.security.KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "signing",
        leaf.key(),
        SoftToken.PIN.toCharArray(),
        new java.security.cert.Certificate[] {leaf.certificate(), ROOT.certificate()});
    try (var out = Files.newOutputStream(store)) {
      keys.store(out, SoftToken.PIN.toCharArray());
    }
    ok(layerseal.run("plugin", "install", "--self"));
    Path image = DemoImage.unpack(folder.resolve("image"));
    Layerseal.Result signed =
        layerseal.notation(
            notation,
            List.of(
                "sign",
                "--oci-layout",
                "--plugin",
                "layerseal",
                "--id",
                store.toString(),
                "--plugin-config",
                "password-file=" + pin,
                "--plugin-config",
                "alias=signing",
                image + ":v1"));
    assertEquals(0, signed.status(), signed.all());
    ok(layerseal.run("verify", "--oci-layout", "--scope", "l/x", image + ":v1"));
  }

  @Test
  void sealsThroughThePluginProtocolWherePkcs1IsOffered() throws Exception {
    ok(layerseal.run("plugin", "install", "--self"));
    // Under another name our own plugin is a foreign one, spoken to by the protocol.
    Path own = layerseal.config().resolve("plugins/layerseal/notation-layerseal");
    Path other = Files.createDirectories(layerseal.config().resolve("plugins/other"));
    Path program = other.resolve("notation-other");
    Files.writeString(
        program,
        """
        #!/bin/sh
        export SOFTHSM2_CONF='%s'
        '%s' "$@" | sed 's/"name":"layerseal"/"name":"other"/'
        """
            .formatted(token.configuration(), own));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Path image = DemoImage.unpack(folder.resolve("image"));
    Layerseal.Result signed =
        layerseal.run(
            "sign",
            "--oci-layout",
            "--dm-verity",
            "--plugin",
            "other",
            "--id",
            uri("object=rsa2048"),
            "--plugin-config",
            "password-file=" + pin,
            "--plugin-config",
            "cert-file=" + issuer(),
            image + ":v1");
    ok(signed);
    ok(layerseal.run("verify", "--oci-layout", "--scope", "l/x", "--dm-verity", image + ":v1"));
  }

  @Test
  void takesTheIssuersFromTheTokenWhenTheyAreThere() throws Exception {
    TestIdentity middle = ROOT.intermediate("middle", "p256");
    String id = token.add("chained", middle.leaf("leaf-p256", "p256"));
    token.addCertificate("middle", "e1", middle);
    token.addCertificate("root", "e0", ROOT);
    Path image = DemoImage.unpack(folder.resolve("image"));
    ok(
        layerseal.run(
            "sign",
            "--oci-layout",
            "--pkcs11",
            uri("id=%" + id),
            "--password-file",
            pin,
            image + ":v1"));
    ok(layerseal.run("verify", "--oci-layout", "--scope", "l/x", image + ":v1"));
  }

  @Test
  void saysWhichKeyOrPinIsWrong() throws Exception {
    Path image = DemoImage.unpack(folder.resolve("image"));
    String reference = image + ":v1";
    refused(5, "no such private key, the token has: bare, ", uri("object=absent"), reference);
    refused(5, " private keys match, the token has: ", uri("type=private"), reference);
    refused(5, "0 certificates have the id", uri("object=bare"), reference);
    refused(
        5,
        "no such token, there are: " + SoftToken.LABEL,
        "pkcs11:token=x?module-path=" + token.module(),
        reference);
    refused(5, "no such file", "pkcs11:token=x?module-path=/nowhere/lib.so", reference);
    refused(3, "pin-value", uri("object=p256") + "&pin-value=" + SoftToken.PIN, reference);
    Files.writeString(pin, "wrong-pin\n");
    refused(5, "the PIN is wrong", uri("object=p256"), reference);
  }

  @Test
  void takesThePinFromTheUrisFileAndWarnsWhenOthersCanReadIt() throws Exception {
    Path image = DemoImage.unpack(folder.resolve("image"));
    Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-r--r--"));
    Layerseal.Result signed =
        layerseal.run(
            "sign",
            "--oci-layout",
            "--pkcs11",
            uri("id=%04") + "&pin-source=file:" + pin,
            "--cert-file",
            issuer(),
            image + ":v1");
    ok(signed);
    assertTrue(signed.err().contains("others than the owner can read this PIN"), signed.err());
  }

  private void refused(int status, String why, String address, String reference) throws Exception {
    Layerseal.Result result =
        layerseal.run(
            "sign", "-v", "--oci-layout", "--pkcs11", address, "--password-file", pin, reference);
    assertEquals(status, result.status(), result.all());
    assertTrue(result.err().contains(why), result.err());
    assertFalse(result.all().contains(SoftToken.PIN), result.all());
    assertFalse(result.all().contains("wrong-pin"), result.all());
  }

  private Path issuer() {
    return layerseal.config().resolve("truststore/x509/ca/interop/root.crt");
  }

  private String uri(String key) {
    return "pkcs11:token=%s;%s?module-path=%s"
        .formatted(SoftToken.LABEL.replace(" ", "%20"), key, token.module());
  }

  private static void ok(Layerseal.Result result) {
    assertEquals(0, result.status(), result.all());
    assertFalse(result.all().contains(SoftToken.PIN), result.all());
  }

  private static void assertNoPinBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertFalse(text.contains(SoftToken.PIN), file.toString());
      }
    }
  }
}
