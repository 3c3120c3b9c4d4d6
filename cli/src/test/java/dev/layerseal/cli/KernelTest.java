package dev.layerseal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.json.JsonObject;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.LayoutReference;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.store.LayoutStore;
import dev.layerseal.pkcs7.DigestAlgorithm;
import dev.layerseal.signer.LocalKey;
import dev.layerseal.signer.RootHashSigner;
import dev.layerseal.testdata.KernelPeer;
import dev.layerseal.testdata.TestIdentity;
import dev.layerseal.verity.RootHash;
import dev.layerseal.x509.CertificateChain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real kernel opens, reads and mounts what layerseal sealed, and nothing else. */
@Tag("kernel")
class KernelTest extends CommandTest {

  private static final String ZEROS = "00".repeat(32);

  @Test
  void acceptsWhatIsSealedAndNothingElse() throws Exception {
    KernelPeer kernel = KernelPeer.find();
    Path layer = largestLayer();
    Path image = folder.resolve("image.erofs");
    done("erofs", "build", layer.toString(), "--out", image.toString());
    Path tree = folder.resolve("tree");
    done(
        "verity",
        "format",
        image.toString(),
        tree.toString(),
        "--salt",
        ZEROS,
        "--data-block-size",
        "512",
        "--hash-block-size",
        "512",
        "-o",
        "json");
    RootHash rootHash = RootHash.parse(JsonObject.parse(out.toByteArray()).string("rootHash"));
    for (String kind : List.of("rsa2048", "rsa3072", "rsa4096", "p256", "p384", "p521")) {
      TestIdentity self = TestIdentity.selfSigned(kind);
      question("self-" + kind, rootHash, rootHash, self, self);
    }
    questionsWithChain(rootHash);
    questionsToRefuse(rootHash);
    Map<String, String> answers = kernel.ask(folder.resolve("cases"), image, 512, tree);
    assertEquals(folderSize(), answers.size(), answers::toString);
    answers.forEach(
        (name, answer) ->
            assertEquals(
                !name.startsWith("refuse"), answer.equals("accepted"), name + ": " + answer));
    assertTrue(
        answers.getOrDefault("refuse-flipped", "").startsWith("rejected at"), answers::toString);
    assertTrue(
        answers.getOrDefault("refuse-unsigned", "").startsWith("rejected at open"),
        answers::toString);
  }

  /** The blob is data device and hash device at once, as it lies in the registry. */
  @Test
  void acceptsALayerOfAConvertedImage() throws Exception {
    KernelPeer kernel = KernelPeer.find();
    DemoImage.unpack(folder.resolve("layout"));
    Path converted = folder.resolve("converted");
    done(
        "convert",
        "--oci-layout",
        "--form",
        "erofs-spec",
        "--compress",
        "lz4hc",
        "-o",
        "json",
        folder.resolve("layout") + ":v1",
        converted + ":v1");
    JsonObject image = JsonObject.parse(out.toByteArray()).array("images").objects().get(0);
    JsonObject layer = image.array("layers").objects().get(1);
    RootHash rootHash = RootHash.parse(layer.string("rootHash"));
    TestIdentity self = TestIdentity.selfSigned("rsa2048");
    long offset = layer.integer("hashOffset");
    for (String name : List.of("layer", "refuse-flipped")) {
      question(name, rootHash, rootHash, self, self);
      Files.writeString(
          folder.resolve("cases").resolve(name).resolve("conf"),
          "blocks=%d hashoffset=%d%n".formatted(offset / 4096, offset)
              + (name.equals("layer") ? "" : "flipat=%d%n".formatted(offset - 5000)));
    }
    Path blob = converted.resolve("blobs/sha256").resolve(layer.string("digest").substring(7));
    Map<String, String> answers = kernel.ask(folder.resolve("cases"), blob, 4096, blob);
    assertEquals("accepted", answers.get("layer"), answers::toString);
    assertTrue(
        answers.getOrDefault("refuse-flipped", "").startsWith("rejected at"), answers::toString);
  }

  private void questionsWithChain(RootHash rootHash) throws Exception {
    for (String kind : List.of("rsa2048", "p256")) {
      TestIdentity root = TestIdentity.root(kind);
      TestIdentity intermediate = root.intermediate("intermediate-" + kind, kind);
      TestIdentity leaf = intermediate.leaf("leaf-" + kind, kind);
      question("chain-" + kind, rootHash, rootHash, root, leaf, intermediate);
      question("lowest-" + kind, rootHash, rootHash, intermediate, leaf, intermediate);
    }
  }

  private void questionsToRefuse(RootHash rootHash) throws Exception {
    TestIdentity self = TestIdentity.selfSigned("rsa2048");
    TestIdentity other = TestIdentity.selfSigned("rsa3072");
    question("refuse-foreign-key", rootHash, rootHash, other, self);
    RootHash changed = RootHash.parse("00" + rootHash.toString().substring(2));
    question("refuse-changed-root-hash", changed, rootHash, self, self);
    question("refuse-resigned-root-hash", changed, changed, self, self);
    question("refuse-flipped", rootHash, rootHash, self, self);
    Files.writeString(folder.resolve("cases/refuse-flipped/conf"), "flipat=2000\n");
    question("refuse-unsigned", rootHash, rootHash, self, self);
    Files.delete(folder.resolve("cases/refuse-unsigned/sig"));
  }

  /** Whether the kernel opens {@code asked} with a signature over {@code signed}. */
  private void question(
      String name, RootHash asked, RootHash signed, TestIdentity trusted, TestIdentity... chain)
      throws Exception {
    Path cases = Files.createDirectories(folder.resolve("cases").resolve(name).resolve("trust"));
    Files.write(cases.resolve("trusted.der"), trusted.certificate().getEncoded());
    CertificateChain certificates =
        new CertificateChain(Arrays.stream(chain).map(TestIdentity::certificate).toList());
    RootHashSigner signer =
        new RootHashSigner(LocalKey.of(chain[0].key(), certificates), DigestAlgorithm.SHA256);
    Files.write(cases.resolveSibling("sig"), signer.sign(signed).encode());
    Files.writeString(cases.resolveSibling("roothash"), asked.toString());
  }

  private long folderSize() throws Exception {
    try (var cases = Files.list(folder.resolve("cases"))) {
      return cases.count();
    }
  }

  /** The second layer of the demo's image, which holds files worth reading. */
  private Path largestLayer() throws Exception {
    Path layout = folder.resolve("layout");
    DemoImage.unpack(layout);
    try (LayoutStore store = LayoutStore.open(layout)) {
      Descriptor image = store.resolve(LayoutReference.parse(layout + ":v1"));
      Manifest manifest =
          Manifest.decode(MediaType.OCI_MANIFEST.toString(), store.fetchManifest(image));
      return layout.resolve("blobs/sha256").resolve(manifest.layers().get(1).digest().hex());
    }
  }
}
