package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.oci.store.LayoutStore;
import dev.layerseal.pkcs7.SignedData;
import dev.layerseal.seal.LayerSeal;
import dev.layerseal.seal.SealForm;
import dev.layerseal.seal.SealManifest;
import dev.layerseal.testdata.Vector;
import dev.layerseal.verity.RootHash;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class ExplainCommandTest extends CommandTest {

  private static final String UUID = "6ba7b811-9dad-11d1-80b4-00c04fd430c8";
  private static final Path RECIPES = Vector.folder("recipe");

  @Test
  void namesTheRecipeOfASeal() throws Exception {
    Path layout = layout(rootHash("tar-index_1.8"));
    assertEquals(0, explain("--oci-layout", layout + ":v1"), text(err));
    assertTrue(text(out).contains("  recipe   tar-index@1.8\n"), text(out));
  }

  @Test
  void saysWhatWasTried() throws Exception {
    Path layout = layout(RootHash.parse("11".repeat(32)));
    assertEquals(1, explain("--oci-layout", layout + ":v1"), text(err));
    assertTrue(text(out).contains("recipes gives it"), text(out));
    assertTrue(text(out).contains("  tried    " + rootHash("tar-index_1.9")), text(out));
    assertTrue(text(err).contains("hint: compare with the node's image"), text(err));
  }

  @Test
  void namesTheFirstDifferenceOfANodesImage() throws Exception {
    Path layout = layout(rootHash("tar-index_1.9"));
    Path index = folder.resolve("index.erofs");
    build("tar-index-fixed@1.8", index, "--index-only");
    assertEquals(
        0, explain("--oci-layout", layout + ":v1", "--image", index.toString()), text(err));
    assertTrue(
        text(out).contains("a checksum at 512-byte blocks came with erofs-utils 1.8.8"), text(out));
    byte[] changed = Files.readAllBytes(index);
    changed[1152 + 128 + 6]++;
    Files.write(index, changed);
    assertEquals(1, explain("--oci-layout", layout + ":v1", "--image", index.toString()));
    assertTrue(text(out).contains("inode field i_nb of /"), text(out));
  }

  @Test
  void findsTheOrderAndTheBlocksOfAFullImage() throws Exception {
    String image = layout(rootHash("tar-index_1.9")) + ":v1";
    Path node = folder.resolve("layer.erofs");
    build("full-unsorted@1.8", node, "--erofs-uuid=" + UUID, "--block-size=1024");
    assertEquals(0, explain("--oci-layout", image, "--image", node.toString()), text(err));
    assertTrue(text(out).contains(" with uuid " + UUID + ": the same\n"), text(out));
    build("full", node, "-T", "1700000000", "--mkfs-time");
    assertEquals(1, explain("--oci-layout", image, "--image", node.toString()), text(err));
    assertTrue(text(out).contains("mkfs.erofs ran without -T0"), text(out));
    assertTrue(text(out).contains("full-unsorted by erofs-utils 1.8 with uuid "), text(out));
    assertEquals(
        1, explain("--oci-layout", "--recipe=full", "--image", node.toString(), image), text(err));
    assertEquals(1, text(out).lines().filter(line -> line.startsWith("full")).count());
    build("full", node, "--inline-data");
    assertEquals(1, explain("--oci-layout", image, "--image", node.toString()), text(err));
    assertTrue(text(out).contains(" at 0x"), text(out));
  }

  @Test
  void choosesAnImageOfAnIndex() throws Exception {
    Path layout = folder.resolve("index");
    try (ImageStore store = LayoutStore.create(layout)) {
      Descriptor image = push(store);
      byte[] index =
          """
          {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[
          {"mediaType":"%s","digest":"%s","size":%d,"platform":{"os":"linux","architecture":"amd64"}}]}"""
              .formatted(image.mediaType(), image.digest(), image.size())
              .getBytes(UTF_8);
      store.pushManifest(
          Descriptor.of("application/vnd.oci.image.index.v1+json", index),
          index,
          Optional.of("multi"));
    }
    Path node = folder.resolve("layer.erofs");
    build("tar-index", node);
    String reference = layout + ":multi";
    assertEquals(3, explain("--oci-layout", reference, "--image", node.toString()));
    assertTrue(text(err).contains("--platform"), text(err));
    assertEquals(
        0,
        explain("--oci-layout", "--platform=linux/amd64", "--image", node.toString(), reference),
        text(err));
    assertEquals(4, explain("--oci-layout", "--platform=linux/arm64", reference), text(err));
  }

  @Test
  void anImageWithoutSealsIsNotExplained() throws Exception {
    Path layout = folder.resolve("bare");
    try (ImageStore store = LayoutStore.create(layout)) {
      push(store);
    }
    assertEquals(1, explain("--oci-layout", layout + ":v1"));
    assertTrue(text(err).contains("no seals refer to this image"), text(err));
  }

  private void build(String recipe, Path image, String... more) {
    List<String> arguments = new ArrayList<>(List.of("erofs", "build", "--recipe", recipe));
    arguments.addAll(List.of("--out", image.toString()));
    arguments.addAll(List.of(more));
    arguments.add(RECIPES.resolve("layer.tar.gz").toString());
    done(arguments.toArray(new String[0]));
  }

  private static RootHash rootHash(String vector) throws Exception {
    return RootHash.parse(
        new String(Files.readAllBytes(RECIPES.resolve(vector).resolve("roothash")), US_ASCII)
            .strip());
  }

  private Path layout(RootHash rootHash) throws Exception {
    Path layout = folder.resolve("layout");
    byte[] message = Files.readAllBytes(Vector.folder("pkcs7").resolve("rsa2048-sha256/input.p7s"));
    try (ImageStore store = LayoutStore.create(layout)) {
      Descriptor image = push(store);
      Digest layer = Digest.sha256(Files.readAllBytes(RECIPES.resolve("layer.tar.gz")));
      LayerSeal seal = new LayerSeal(layer, rootHash, SignedData.decode(message));
      SealManifest seals =
          SealManifest.of(
              SealForm.NOTARY, image, List.of(seal), List.of(), Instant.EPOCH, Optional.empty());
      store.pushBlob(seals.entries().get(0).descriptor(), seal.signature().encode());
      store.pushBlob(Descriptor.emptyConfig(), Descriptor.emptyJson());
      store.pushManifest(seals.manifest().descriptor(), seals.manifest().bytes(), Optional.empty());
    }
    return layout;
  }

  private static Descriptor push(ImageStore store) throws Exception {
    byte[] layer = Files.readAllBytes(RECIPES.resolve("layer.tar.gz"));
    byte[] tar = new GZIPInputStream(new ByteArrayInputStream(layer)).readAllBytes();
    byte[] config =
        "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"%s\"]}}"
            .formatted(Digest.sha256(tar))
            .getBytes(UTF_8);
    Descriptor configBlob = Descriptor.of("application/vnd.oci.image.config.v1+json", config);
    Descriptor layerBlob = Descriptor.of(MediaType.OCI_TAR_GZIP.toString(), layer);
    store.pushBlob(configBlob, config);
    store.pushBlob(layerBlob, layer);
    Manifest manifest =
        Manifest.of(Optional.empty(), configBlob, List.of(layerBlob), Optional.empty(), Map.of());
    store.pushManifest(manifest.descriptor(), manifest.bytes(), Optional.of("v1"));
    return manifest.descriptor();
  }

  private int explain(String... arguments) {
    return run(Stream.concat(Stream.of("explain"), Stream.of(arguments)).toArray(String[]::new));
  }
}
