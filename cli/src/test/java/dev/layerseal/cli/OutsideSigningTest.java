package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.oci.Digest;
import dev.layerseal.testdata.Peer;
import dev.layerseal.testdata.TestIdentity;
import dev.layerseal.testdata.registry.FaultyRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** sign --prepare, a signature made with openssl, sign --complete. */
@Tag("interop")
class OutsideSigningTest {

  @TempDir Path folder;

  private Layerseal layerseal;
  private Path image;
  private Path work;
  private Path key;
  private Path certificates;

  @BeforeEach
  void makeImage() throws Exception {
    layerseal = new Layerseal(folder);
    image = DemoImage.unpack(folder.resolve("image"));
    work = folder.resolve("work");
    key = folder.resolve("key.pem");
    certificates = folder.resolve("certificates.pem");
    identity("p256");
  }

  @ParameterizedTest
  @CsvSource({"rsa2048,dgst,jws", "rsa3072,pkeyutl,cose", "p256,dgst,cose", "p384,pkeyutl,jws"})
  void opensslSignsAsTheReadmeSays(String kind, String form, String format) throws Exception {
    identity(kind);
    List<Path> before = files(image);
    prepare("--dm-verity", "--signature-format", format, "-m", "build=7", "--expiry", "24h");
    assertEquals(before, files(image));
    runReadme(form);
    layerseal.run("sign", "--complete", work).orFail();
    layerseal
        .run(
            "verify",
            "--oci-layout",
            "--dm-verity",
            "-m",
            "build=7",
            "--trust-cert",
            folder.resolve("root.pem"),
            image + ":v1")
        .orFail();
    List<Path> after = files(image);
    layerseal.run("sign", "--complete", work).orFail();
    assertEquals(after, files(image), "completing again adds nothing");
    notationVerifies();
  }

  @Test
  void everyChangedFileIsRefused() throws Exception {
    prepare("--dm-verity");
    runReadme("dgst");
    List<Path> before = files(image);
    List<Path> prepared = files(work);
    assertTrue(prepared.size() >= 7, prepared.toString());
    for (Path file : prepared) {
      byte[] whole = Files.readAllBytes(file);
      for (int at : new int[] {0, whole.length / 2, whole.length - 1}) {
        byte[] changed = whole.clone();
        changed[at] ^= 1;
        Files.write(file, changed);
        refused(file + " at " + at, before);
      }
      Files.delete(file);
      refused(file + " removed", before);
      Files.write(file, whole);
    }
    layerseal.run("sign", "--complete", work).orFail();
  }

  @Test
  void exchangedSignaturesAreRefused() throws Exception {
    prepare("--dm-verity");
    runReadme("dgst");
    List<Path> before = files(image);
    Path one = work.resolve("seal-1.sig");
    Path other = work.resolve("manifest-1.sig");
    byte[] bytes = Files.readAllBytes(one);
    Files.write(one, Files.readAllBytes(other));
    Files.write(other, bytes);
    refused("exchanged", before);
  }

  @Test
  void theSignatureOfAnotherKeyIsRefused() throws Exception {
    prepare();
    Files.writeString(key, TestIdentity.root("p256").leaf("other", "p256").keyPem());
    runReadme("dgst");
    refused("another key", files(image));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"time\":\"20|\"time\":\"21",
        "\"build\":\"7\"|\"build\":\"8\"",
        "\"expirySeconds\":86400|\"expirySeconds\":86401",
        "\"signatureFormat\":\"jws\"|\"signatureFormat\":\"cose\"",
        "\"signatureHash\":\"sha256\"|\"signatureHash\":\"sha384\"",
        "\\\"pad\\\":512|\\\"pad\\\":4096",
        "\"version\":\"1.0\"|\"version\":\"1.1\""
      })
  void changedTermsGiveOtherMessagesEvenWhenTheDigestIsMadeAnew(String from, String to)
      throws Exception {
    prepare("--dm-verity", "-m", "build=7", "--expiry", "24h");
    runReadme("dgst");
    List<Path> before = files(image);
    rewrite(text -> text.replace(from, to));
    refused(from, before);
  }

  @Test
  void anotherImageIsRefused() throws Exception {
    prepare();
    runReadme("dgst");
    Path other = DemoImage.unpack(folder.resolve("other"));
    List<Path> before = files(other);
    layerseal
        .run("sign", "--oci-layout", "--key-file", key, "--cert-file", certificates, image + ":v1")
        .orFail();
    String digest = digestOfASignature();
    rewrite(text -> text.replaceAll("@sha256:[0-9a-f]{64}", "@" + digest));
    assertEquals(5, layerseal.run("sign", "--complete", work).status());
    assertEquals(before, files(other));
  }

  @Test
  void worksWithARegistryToo() throws Exception {
    try (FaultyRegistry registry = FaultyRegistry.start()) {
      String reference = registry.address() + "/app:v1";
      layerseal.run("copy", "--from-oci-layout", image + ":v1", reference).orFail();
      layerseal
          .run("sign", "--dm-verity", "--prepare", work, "--cert-file", certificates, reference)
          .orFail();
      int before = registry.manifestCount("app");
      runReadme("dgst");
      layerseal.run("sign", "--complete", work).orFail();
      assertTrue(registry.manifestCount("app") > before);
      layerseal
          .run("verify", "--dm-verity", "--trust-cert", folder.resolve("root.pem"), reference)
          .orFail();
    }
  }

  @Test
  void asksForWhatIsMissing() throws Exception {
    String reference = image + ":v1";
    assertEquals(2, layerseal.run("sign", "--oci-layout", "--prepare", work, reference).status());
    prepare();
    assertEquals(
        4,
        layerseal
            .run("sign", "--oci-layout", "--prepare", work, "--cert-file", certificates, reference)
            .status(),
        "the folder is not empty");
    Layerseal.Result early = layerseal.run("sign", "--complete", work);
    assertEquals(5, early.status());
    assertTrue(early.err().contains("manifest-1.sig: the signature is missing"), early.err());
    assertEquals(
        2, layerseal.run("sign", "--complete", work, "--key-file", key, reference).status());
    assertEquals(2, layerseal.run("sign", "--complete", work, "--oci-layout", "other:v1").status());
    assertEquals(4, layerseal.run("sign", "--complete", folder.resolve("absent")).status());
  }

  private void refused(String what, List<Path> before) throws IOException {
    Layerseal.Result result = layerseal.run("sign", "--complete", work);
    assertNotEquals(0, result.status(), what);
    assertNotEquals(70, result.status(), () -> what + result.err());
    assertEquals(before, files(image), what + " pushed something");
  }

  private String digestOfASignature() throws IOException {
    for (Path blob : files(image)) {
      String text = Files.readString(blob, ISO_8859_1);
      if (text.contains("\"mediaType\":\"application/vnd.cncf.notary.signature\"")) {
        return Digest.sha256(Files.readAllBytes(blob)).toString();
      }
    }
    throw new AssertionError("no signature");
  }

  /** Changes the folder's own list as somebody would who knows how its digest is computed. */
  private void rewrite(UnaryOperator<String> change) throws Exception {
    Path file = work.resolve("prepare.json");
    String compact = JsonWriter.canonical(JsonObject.parse(Files.readAllBytes(file)));
    String changed = change.apply(compact);
    assertNotEquals(compact, changed);
    JsonObjectBuilder rest = JsonObject.builder();
    JsonObject.parse(changed.getBytes(UTF_8))
        .members()
        .forEach((name, value) -> put(rest, name, value));
    String canonical = JsonWriter.canonical(rest.build());
    rest.put("digest", Digest.sha256(canonical.getBytes(UTF_8)).toString());
    Files.writeString(file, JsonWriter.pretty(rest.build()));
  }

  private static void put(JsonObjectBuilder to, String name, dev.layerseal.json.JsonValue value) {
    if (!name.equals("digest")) {
      to.put(name, value);
    }
  }

  private void prepare(String... options) {
    List<Object> arguments = new ArrayList<>(List.of("sign", "--oci-layout", "--prepare", work));
    arguments.addAll(List.of("--cert-file", certificates));
    arguments.addAll(List.of(options));
    arguments.add(image + ":v1");
    layerseal.run(arguments.toArray()).orFail();
  }

  private void identity(String kind) throws IOException {
    TestIdentity root = TestIdentity.root("p256");
    TestIdentity leaf = root.leaf("leaf-" + kind, kind);
    Files.writeString(key, leaf.keyPem());
    Files.writeString(certificates, leaf.certificatePem() + root.certificatePem());
    Files.writeString(folder.resolve("root.pem"), root.certificatePem());
  }

  /** Does what the text in the folder says, word for word. */
  private void runReadme(String form) throws IOException {
    Peer openssl = Peer.find("openssl");
    int count = 0;
    for (String line : Files.readAllLines(work.resolve("README.txt"))) {
      if (line.startsWith("  openssl " + form)) {
        Object[] words =
            Stream.of(line.strip().split(" "))
                .skip(1)
                .map(word -> word.equals("KEY") ? key.toString() : word)
                .map(word -> word.matches(".*\\.(tbs|sig)") ? work.resolve(word).toString() : word)
                .toArray();
        openssl.run(words).orFail();
        count++;
      }
    }
    assertTrue(count > 0);
  }

  private void notationVerifies() throws Exception {
    Path store = Files.createDirectories(layerseal.config().resolve("truststore/x509/ca/x"));
    Files.copy(folder.resolve("root.pem"), store.resolve("root.pem"));
    Files.writeString(
        layerseal.config().resolve("trustpolicy.json"),
        """
        {"version":"1.0","trustPolicies":[{"name":"all","registryScopes":["*"],
         "signatureVerification":{"level":"strict"},
         "trustStores":["ca:x"],"trustedIdentities":["*"]}]}
        """);
    layerseal
        .notation(
            Peer.find("notation").program(),
            List.of("verify", "--oci-layout", "--scope", "l/x", image + ":v1"))
        .orFail();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
