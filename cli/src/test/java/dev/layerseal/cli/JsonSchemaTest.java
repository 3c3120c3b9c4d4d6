package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.layerseal.testdata.TestIdentity;
import dev.layerseal.testdata.Vector;
import dev.layerseal.verifier.trust.LayersealPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code -o json} prints is what its schema in docs/formats says, on failure too. */
class JsonSchemaTest extends CommandTest {

  private static final TestIdentity SELF = TestIdentity.selfSigned("p256");

  @BeforeEach
  void prepare() throws Exception {
    DemoImage.unpack(folder.resolve("image"));
    Files.writeString(folder.resolve("self.key"), SELF.keyPem());
    Files.writeString(folder.resolve("self.crt"), SELF.certificatePem());
  }

  @Test
  void reportsAboutImages() throws Exception {
    String image = file("image") + ":v1";
    String absent = file("absent") + ":v1";
    valid("verify", 1, "verify", "--oci-layout", "--trust-cert", file("self.crt"), image);
    valid("audit", 1, "audit", file("image"));
    valid("sign", 0, sign("--dm-verity", "--dry-run", image));
    valid("sign", 4, sign("--dm-verity", absent, image));
    valid("sign", 0, sign("--dm-verity", "--recipe", "tar-index", "-m", "a=b", image));
    valid("verify", 0, "verify", "--oci-layout", "--trust-cert", file("self.crt"), image);
    valid("verify", 4, "verify", "--oci-layout", "--trust-cert", file("self.crt"), absent, image);
    valid("audit", 0, "audit", "--recompute", file("image"));
    valid("sign", 0, sign("--composefs", image));
    valid("verify", 0, "verify", "--oci-layout", "--trust-cert", file("self.crt"), image);
    valid("prune", 0, "prune", "--oci-layout", "--orphans", image);
    valid("prune", 4, "prune", "--oci-layout", absent);
    valid("inspect", 0, "inspect", "--oci-layout", image);
    valid("list", 0, "list", "--oci-layout", image);
    valid("explain", 0, "explain", "--oci-layout", image);
    valid("bundle", 0, "copy", "--oci-layout", image, file("copy") + ":v1");
    valid("roothash", 0, "roothash", "--oci-layout", "--recipe", "all", image);
    valid("erofs-cache", 0, "erofs", "build", cache(), "--oci-layout", image);
    valid("erofs-cache", 0, "erofs", "build", cache(), "--oci-layout", "--force", image);
  }

  private String cache() {
    return "--containerd-cache=" + folder.resolve("cache");
  }

  @Test
  void reportsWhatIsToBeSignedElsewhere() throws Exception {
    String image = file("image") + ":v1";
    String[] prepare = {"sign", "--oci-layout", "--dm-verity", "--prepare", file("work")};
    List<String> arguments = new ArrayList<>(List.of(prepare));
    arguments.addAll(List.of("--cert-file", file("self.crt"), image));
    valid("sign-prepare", 0, arguments.toArray(String[]::new));
  }

  @Test
  void reportsAboutNotationsFiles() throws Exception {
    valid("plugin-list", 0, "plugin", "list");
    assertEquals(0, run("cert", "generate-test", "--default", "trial"));
    assertEquals(0, run("key", "add", "token", "--pkcs11", "pkcs11:token=a?module-path=/x.so"));
    valid("key-list", 0, "key", "list");
    valid("cert-list", 0, "cert", "list");
    valid("cert-show", 0, "cert", "show", "-t", "ca", "-s", "trial", "trial.crt");
    Path plugin = Files.createDirectories(folder.resolve(".config/notation/plugins/broken"));
    Files.writeString(plugin.resolve("notation-broken"), "no program");
    valid("plugin-list", 0, "plugin", "list");
    valid("version", 0, "version");
    Path file = Files.writeString(folder.resolve("file"), "content");
    assertEquals(0, run("blob", "sign", "-m", "a=b", file.toString()));
    valid("blob-inspect", 0, "blob", "inspect", file + ".jws.sig");
    valid("blob-verify", 1, "blob", "verify", "-s", file + ".jws.sig", file.toString());
    assertEquals(0, run(blobPolicy("x509.subject: C=US, ST=WA, O=Notary")));
    valid("blob-verify", 0, "blob", "verify", "-s", file + ".jws.sig", file.toString());
    assertEquals(0, run(blobPolicy("x509.subject: C=US, ST=WA, O=Other")));
    valid("blob-verify", 1, "blob", "verify", "-s", file + ".jws.sig", file.toString());
    valid("blob-verify", 3, "blob", "verify", "-s", file.toString(), file.toString());
  }

  private static String[] blobPolicy(String identity) {
    String[] words = {"blob", "policy", "init", "--force", "--global", "--name", "all"};
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--trust-store", "ca:trial", "--trusted-identity", identity));
    return all.toArray(String[]::new);
  }

  @Test
  void reportsAboutFiles() throws Exception {
    String layer = Vector.folder("recipe").resolve("layer.tar.gz").toString();
    String image = file("image.erofs");
    valid("roothash", 0, "roothash", layer);
    valid("erofs-build", 0, "erofs", "build", "--recipe", "full", "--out", image, layer);
    valid("erofs-build", 0, "erofs", "build", "--all-root", "--out", image, file("image"));
    valid("erofs-build", 0, "erofs", "build", "--recipe", "full", "--out", image, layer);
    valid("verity", 0, "verity", "roothash", image);
    valid("erofs-stat", 0, "erofs", "stat", image);
    valid("erofs-stat", 0, "erofs", "stat", image, "/");
    valid("erofs-stat", 0, "erofs", "ls", image);
    valid("erofs-check", 0, "erofs", "check", image);
    byte[] bytes = Files.readAllBytes(Path.of(image));
    bytes[1024 + 4] ^= 1;
    Files.write(Path.of(image), bytes);
    valid("erofs-check", 1, "erofs", "check", image);
  }

  @Test
  void reportsAboutConversions() throws Exception {
    String image = file("image") + ":v1";
    String erofs = file("image") + ":erofs";
    valid("convert", 0, "convert", "--oci-layout", "--form", "erofs-spec", image, erofs);
    valid("convert", 0, "convert", "--oci-layout", "--to", "tar", erofs, file("new") + ":v2");
  }

  @Test
  void reportsAboutComposefs() throws Exception {
    String image = file("image") + ":v1";
    String layer = Vector.folder("recipe").resolve("layer.tar.gz").toString();
    valid("composefs-digest", 0, "composefs", "digest", "--oci-layout", image);
    valid("composefs-digest", 0, "composefs", "digest", "--root-metadata=none", layer);
    valid("composefs-digest", 0, build("--oci-layout", image, "a.cfs"));
    valid("composefs-digest", 0, build("--root-metadata=0555", layer, "b.cfs"));
    valid("composefs-diff", 0, "composefs", "diff", file("a.cfs"), file("a.cfs"));
    valid("composefs-diff", 1, "composefs", "diff", file("a.cfs"), file("b.cfs"));
    valid("composefs-check", 0, "composefs", "check", file("a.cfs"));
    valid("composefs-check", 1, "composefs", "check", "--basedir", file("none"), file("a.cfs"));
  }

  @Test
  void saysWhyThereIsNoComposefsReport() throws Exception {
    String bad = file("self.crt");
    String absent = file("absent");
    valid("composefs-digest", 3, "composefs", "digest", bad);
    valid("composefs-digest", 4, "composefs", "digest", "--oci-layout", absent + ":v1");
    valid("composefs-digest", 3, build("--hash=md5", bad, "a.cfs"));
    valid("composefs-digest", 4, build("--hash=sha256", file("image"), "absent/a.cfs"));
    valid("composefs-diff", 3, "composefs", "diff", bad, bad);
    valid("composefs-diff", 4, "composefs", "diff", absent, bad);
    valid("composefs-check", 3, "composefs", "check", bad);
    valid("composefs-check", 4, "composefs", "check", absent);
    assertEquals(2, run("composefs", "dump", "-o", "json", bad));
  }

  @Test
  void saysWhyThereIsNoReportAboutAFile() throws Exception {
    String bad = file("self.crt");
    String absent = file("absent");
    valid("erofs-build", 4, "erofs", "build", "--out", file("a.erofs"), absent);
    valid("erofs-cache", 4, "erofs", "build", cache(), "--oci-layout", absent + ":v1");
    valid("erofs-stat", 3, "erofs", "stat", bad);
    valid("erofs-stat", 4, "erofs", "ls", absent);
    valid("erofs-check", 4, "erofs", "check", absent);
    valid("verity", 4, "verity", "format", absent, file("a.tree"));
    valid("verity", 4, "verity", "roothash", absent);
    valid("verity", 3, "verity", "verify", bad, bad, "00");
    valid("roothash", 4, "roothash", "--oci-layout", absent + ":v1");
    valid("blob-inspect", 3, "blob", "inspect", bad);
    valid("cert-show", 3, "cert", "show", "-t", "ca", "-s", "none", "none.crt");
  }

  @Test
  void saysWhyThereIsNoReportAboutAnImage() throws Exception {
    String absent = file("absent") + ":v1";
    String copy = file("copy") + ":v1";
    valid("explain", 4, "explain", "--oci-layout", absent);
    valid("convert", 4, "convert", "--oci-layout", absent, copy);
    valid("bundle", 4, "copy", "--oci-layout", absent, copy);
    valid("bundle", 4, "bundle", "export", "--oci-layout", absent, "--out", file("a.tar"));
    valid("bundle", 3, "bundle", "import", "--oci-layout", file("self.crt"), copy);
    valid("inspect", 4, "inspect", "--oci-layout", absent);
    valid("list", 4, "list", "--oci-layout", absent);
    valid(
        "sign", 5, "sign", "--key-file", file("self.crt"), "--cert-file", file("self.crt"), "a:1");
    valid("verify", 4, "verify", "--crl", file("absent"), "a:1");
    valid("audit", 4, "audit", "--out", file("absent/report"), file("image"));
    valid("sign-prepare", 5, "sign", "--prepare", file("w"), "--cert-file", file("absent"), "a:1");
  }

  @Test
  void refusesJsonWhereThereIsNoReport() throws Exception {
    assertEquals(2, run("erofs", "cat", "-o", "json", file("self.crt"), "/a"));
    assertEquals(2, run("key", "delete", "-o", "json", "trial"));
    assertEquals("", text(out));
  }

  private String[] build(String option, String source, String out) {
    return new String[] {"composefs", "build", option, source, "--out", file(out)};
  }

  @Test
  void policiesOfOurOwn() throws Exception {
    String guide = Files.readString(Path.of("..", "docs", "guides", "trust.md"));
    int start = guide.indexOf("```json", guide.indexOf("layerseal.policy.json\n")) + 7;
    String example = guide.substring(start, guide.indexOf("```", start));
    assertEquals(List.of(), schema("layerseal-policy").validate(example, InputFormat.JSON));
    assertEquals(1, LayersealPolicy.decode(example.getBytes(UTF_8)).statements().size());
    String loose = example.replace("\"require\"", "\"ignore\"");
    assertFalse(schema("layerseal-policy").validate(loose, InputFormat.JSON).isEmpty());
  }

  @Test
  void theSchemaDecides() throws Exception {
    assertFalse(schema("sign").validate("{\"results\":5}", InputFormat.JSON).isEmpty());
    assertFalse(schema("erofs-check").validate("{\"clean\":true}", InputFormat.JSON).isEmpty());
  }

  private String[] sign(String... more) {
    List<String> arguments = new ArrayList<>(List.of("sign", "--oci-layout"));
    arguments.addAll(List.of("--key-file", file("self.key"), "--cert-file", file("self.crt")));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private void valid(String schema, int status, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("-o");
    all.add("json");
    assertEquals(status, run(all.toArray(String[]::new)), () -> all + text(err));
    String json = text(out);
    assertEquals(List.of(), schema(schema).validate(json, InputFormat.JSON), all + json);
  }

  private static Schema schema(String name) throws Exception {
    Path file = Path.of("..", "docs", "formats", name + ".schema.json");
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(file));
  }
}
