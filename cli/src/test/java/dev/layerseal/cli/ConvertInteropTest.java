package dev.layerseal.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.bytes.Uuid;
import dev.layerseal.erofs.ImageReader;
import dev.layerseal.json.JsonObject;
import dev.layerseal.testdata.Peer;
import dev.layerseal.testdata.TestIdentity;
import dev.layerseal.testdata.registry.RegistryPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Converted images in real registries, fetched by other tools and checked by them. */
@Tag("interop")
class ConvertInteropTest extends CommandTest {

  private static final TestIdentity SELF = TestIdentity.selfSigned("rsa2048");

  @BeforeEach
  void prepare() throws Exception {
    DemoImage.unpack(folder.resolve("image"));
    Files.writeString(folder.resolve("self.key"), SELF.keyPem());
    Files.writeString(folder.resolve("self.crt"), SELF.certificatePem());
  }

  @ParameterizedTest
  @CsvSource({
    "registry-referrers, containerd, ''",
    "registry-referrers, erofs-spec, --outer-zstd",
    "docker-registry, rdk, --compress=lz4hc"
  })
  void whatOrasFetchesIsVerified(String kind, String form, String option) throws Exception {
    Peer oras = Peer.find("oras");
    try (RegistryPeer registry = RegistryPeer.start(kind, folder)) {
      String image = registry.address() + "/app:1.0";
      done(convert(form, option, file("image") + ":v1", image));
      done(
          "sign",
          "--dm-verity",
          "--key-file",
          file("self.key"),
          "--cert-file",
          file("self.crt"),
          image);
      String copy = file("copy") + ":1.0";
      oras.run("copy", "-r", "--from-plain-http", "--to-oci-layout", image, copy).orFail();
      done("verify", "--dm-verity=require", "--trust-cert", file("self.crt"), "--oci-layout", copy);
      assertTrue(text(out).contains("native"), text(out));
    }
  }

  @Test
  void whatSkopeoFetchesIsTheSame() throws Exception {
    Peer skopeo = Peer.find("skopeo");
    try (RegistryPeer registry = RegistryPeer.start("docker-registry", folder)) {
      for (String form : List.of("containerd", "erofs-spec", "rdk")) {
        String image = registry.address() + "/app:" + form;
        done(convert(form, "", file("image") + ":v1", image));
        String copy = file("skopeo");
        skopeo
            .run(
                "--insecure-policy",
                "copy",
                "--src-tls-verify=false",
                "docker://" + image,
                "oci:" + copy + ":" + form)
            .orFail();
        done("roothash", image);
        String before = text(out);
        done("roothash", "--oci-layout", copy + ":" + form);
        assertEquals(before, text(out));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"erofs-spec, ''", "rdk, ''", "rdk, --compress=zstd"})
  void veritysetupTakesTheAppendedTree(String form, String option) throws Exception {
    Peer veritysetup = Peer.find("veritysetup");
    Peer fsck = Peer.find("fsck.erofs");
    List<JsonObject> layers = layers(form, option);
    assertTrue(layers.size() > 1);
    for (JsonObject layer : layers) {
      Path blob = blob(layer);
      String offset = "--hash-offset=" + layer.integer("hashOffset");
      veritysetup.run("verify", blob, blob, layer.string("rootHash"), offset).orFail();
      fsck.run(blob).orFail();
    }
  }

  @Test
  void containerdLayersAreThoseOfMkfs() throws Exception {
    Peer mkfs = Peer.find("mkfs.erofs-1.9");
    for (String option : List.of("", "--compress=lz4")) {
      for (JsonObject layer : layers("containerd", option)) {
        List<Object> arguments =
            new ArrayList<>(List.of("--tar=f", "--aufs", "--quiet", "-Enoinline_data", "-b4096"));
        if (!option.isEmpty()) {
          arguments.addAll(List.of("-zlz4", "-C65536"));
        }
        arguments.addAll(List.of("-T0", "--mkfs-time"));
        assertIsOf(mkfs, arguments, layer);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"--compress=lz4", "--xattrs=keep"})
  void ownersAndTimesAreThoseOfMkfs(String option) throws Exception {
    Peer mkfs = Peer.find("mkfs.erofs-1.9");
    for (JsonObject layer : layers("containerd", option, "--all-root", "-T", "1700000000")) {
      List<Object> arguments =
          new ArrayList<>(List.of("--tar=f", "--aufs", "--quiet", "-Enoinline_data", "-b4096"));
      if (option.contains("lz4")) {
        arguments.addAll(List.of("-zlz4", "-C65536"));
      }
      arguments.addAll(List.of("--all-root", "-T1700000000"));
      assertIsOf(mkfs, arguments, layer);
    }
  }

  @Test
  void archivesKeepOwnersAndTimes() {
    String[] arguments = convert("containerd", "--to=tar", file("image") + ":v1", file("tar"));
    assertEquals(
        2,
        run(Stream.concat(Stream.of(arguments), Stream.of("--all-root")).toArray(String[]::new)));
    assertTrue(text(err).contains("--all-root does not go with archives"), text(err));
  }

  private void assertIsOf(Peer mkfs, List<Object> arguments, JsonObject layer) throws Exception {
    try (ImageReader reader = ImageReader.open(blob(layer))) {
      arguments.addAll(List.of("-U", uuid(reader)));
    }
    Path expected = folder.resolve("expected.erofs");
    arguments.addAll(List.of(expected, archive(layer.string("from"))));
    mkfs.run(arguments.toArray()).orFail();
    assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(blob(layer)));
  }

  private static String uuid(ImageReader reader) {
    return Uuid.of(reader.superblock().uuid(), 0).toString();
  }

  /** The archive that a layer of the image was made of. */
  private Path archive(String digest) throws Exception {
    Path archive = folder.resolve("layer.tar");
    Path blob = folder.resolve("image/blobs/sha256").resolve(digest.substring(7));
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(blob))) {
      Files.write(archive, in.readAllBytes());
    }
    return archive;
  }

  private List<JsonObject> layers(String form, String option, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(convert(form, option, file("image") + ":v1", file("converted") + ":v1")));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--to-oci-layout", "-o", "json"));
    done(arguments.toArray(String[]::new));
    return JsonObject.parse(out.toByteArray())
        .array("images")
        .objects()
        .get(0)
        .array("layers")
        .objects();
  }

  private Path blob(JsonObject layer) throws Exception {
    return folder.resolve("converted/blobs/sha256").resolve(layer.string("digest").substring(7));
  }

  private static String[] convert(String form, String option, String from, String to) {
    List<String> arguments =
        new ArrayList<>(List.of("convert", "--from-oci-layout", "--form", form));
    if (!option.isEmpty()) {
      arguments.add(option);
    }
    if (form.equals("rdk")) {
      arguments.addAll(
          List.of("--package-config", Path.of("src/test/resources/package.json").toString()));
    }
    arguments.addAll(List.of(from, to));
    return arguments.toArray(String[]::new);
  }
}
