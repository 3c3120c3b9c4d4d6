package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.LayoutReference;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.store.LayoutStore;
import dev.layerseal.pkcs7.DigestAlgorithm;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.recipe.RecipeJson;
import dev.layerseal.seal.ConvertedLayer;
import dev.layerseal.seal.ImageConverter;
import dev.layerseal.seal.ImageLayers;
import dev.layerseal.seal.LayerConverter;
import dev.layerseal.seal.LayerSeal;
import dev.layerseal.seal.SealForm;
import dev.layerseal.seal.SealManifest;
import dev.layerseal.signer.LocalKey;
import dev.layerseal.signer.RootHashSigner;
import dev.layerseal.testdata.TestIdentity;
import dev.layerseal.verity.RootHash;
import dev.layerseal.x509.CertificateChain;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which seals count, when a trusted signer has said something wrong, too little or too much. */
class SealRulesTest {

  private static final TestIdentity SELF = TestIdentity.selfSigned("p256");
  private static final RootHash WRONG = rootHash("ab".repeat(32));

  @TempDir Path folder;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private List<LayerSeal> right = List.of();

  @BeforeEach
  void prepare() throws Exception {
    unpack();
    Files.writeString(folder.resolve("self.crt"), SELF.certificatePem());
    try (LayoutStore store = LayoutStore.open(folder.resolve("image"))) {
      Descriptor image = image(store);
      Manifest manifest = Manifest.decode(image.mediaType(), store.fetchManifest(image));
      ImageLayers layers = ImageLayers.read(store, image, manifest);
      List<LayerSeal> seals = new ArrayList<>();
      for (ConvertedLayer layer :
          new ImageConverter(LayerConverter.Settings.STANDARD, 1)
              .convert(store, layers, List.of(Recipe.DEFAULT))) {
        seals.add(seal(layer.digest(), layer.rootHash(Recipe.DEFAULT)));
      }
      right = seals;
    }
  }

  @Test
  void theRightSealsCount() throws Exception {
    push(right, Optional.of(RecipeJson.write(Recipe.DEFAULT)));
    assertEquals(0, verify(), text());
  }

  @Test
  void theRecipeIsFoundWithoutANote() throws Exception {
    push(right, Optional.empty());
    assertEquals(0, verify(), text());
  }

  @Test
  void aNoteThatIsNonsenseDoesNotMatter() throws Exception {
    push(right, Optional.of("{\"name\":\"" + "x".repeat(5000) + "\"}"));
    assertEquals(0, verify(), text());
  }

  @Test
  void aNoteThatNamesTheWrongRecipeDoesNotMatter() throws Exception {
    push(right, Optional.of(RecipeJson.write(Recipe.parse("tar-index@1.8"))));
    assertEquals(0, verify(), text());
  }

  @Test
  void aWrongRootHashIsNotVerified() throws Exception {
    push(wrong(), Optional.of(RecipeJson.write(Recipe.DEFAULT)));
    assertEquals(1, verify());
    assertTrue(text().contains("root hash differs"), text());
    assertTrue(text().contains("signed    " + WRONG), text());
    assertTrue(text().contains("computed  " + right.get(0).rootHash()), text());
  }

  @Test
  void twoTrustedThatContradictEachOtherFail() throws Exception {
    push(right, Optional.of(RecipeJson.write(Recipe.DEFAULT)));
    push(wrong(), Optional.of(RecipeJson.write(Recipe.DEFAULT)));
    assertEquals(1, verify());
    assertTrue(text().contains("two trusted seals by one recipe differ"), text());
    assertEquals(1, verify("--no-recompute"));
  }

  @Test
  void wrongSealsByAnotherRecipeDoNotCount() throws Exception {
    push(right, Optional.of(RecipeJson.write(Recipe.DEFAULT)));
    push(wrong(), Optional.of(RecipeJson.write(Recipe.parse("tar-index"))));
    assertEquals(0, verify(), text());
    assertTrue(text().contains("do not count"), text());
  }

  @Test
  void aLayerWithoutASealIsNotVerified() throws Exception {
    push(right.subList(0, 2), Optional.of(RecipeJson.write(Recipe.DEFAULT)));
    assertEquals(1, verify());
    assertTrue(text().contains("has no seal here"), text());
    push(right, Optional.of(RecipeJson.write(Recipe.DEFAULT)));
    assertEquals(0, verify(), text());
  }

  @Test
  void aSealOfALayerThatIsNotThereSpoilsItsManifest() throws Exception {
    List<LayerSeal> more = new ArrayList<>(right);
    more.add(seal(dev.layerseal.oci.Digest.sha256(new byte[] {1}), WRONG));
    push(more, Optional.empty());
    assertEquals(1, verify());
    assertTrue(text().contains("which the image does not have"), text());
  }

  @Test
  void noSealsAreNotVerified() throws Exception {
    assertEquals(1, verify());
    assertTrue(text().contains("the layers have no seals"), text());
  }

  private List<LayerSeal> wrong() throws Exception {
    List<LayerSeal> wrong = new ArrayList<>(right);
    wrong.set(0, seal(right.get(0).layer(), WRONG));
    return wrong;
  }

  private static LayerSeal seal(dev.layerseal.oci.Digest layer, RootHash rootHash)
      throws Exception {
    CertificateChain chain = new CertificateChain(List.of(SELF.certificate()));
    RootHashSigner signer =
        new RootHashSigner(LocalKey.of(SELF.key(), chain), DigestAlgorithm.SHA256);
    return new LayerSeal(layer, rootHash, signer.sign(rootHash));
  }

  private void push(List<LayerSeal> seals, Optional<String> recipe) throws Exception {
    try (LayoutStore store = LayoutStore.open(folder.resolve("image"))) {
      SealManifest manifest =
          SealManifest.of(SealForm.NOTARY, image(store), seals, List.of(), Instant.EPOCH, recipe);
      store.pushBlob(Descriptor.emptyConfig(), Descriptor.emptyJson());
      for (int i = 0; i < seals.size(); i++) {
        store.pushBlob(
            manifest.entries().get(i).descriptor().plain(), seals.get(i).signature().encode());
      }
      store.pushManifest(
          manifest.manifest().descriptor(), manifest.manifest().bytes(), Optional.empty());
    }
  }

  private Descriptor image(LayoutStore store) throws Exception {
    return store.resolve(LayoutReference.parse(folder.resolve("image") + ":v1"));
  }

  private int verify(String... more) {
    err.reset();
    out.reset();
    List<String> arguments = new ArrayList<>(List.of("verify", "--oci-layout", "--layers-only"));
    arguments.addAll(List.of("--trust-cert", folder.resolve("self.crt").toString()));
    arguments.addAll(List.of(more));
    arguments.add(folder.resolve("image") + ":v1");
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false, false);
    int status = new Main(terminal).run(arguments.toArray(String[]::new));
    terminal.flush();
    return status;
  }

  private String text() {
    return err.toString(UTF_8);
  }

  private static RootHash rootHash(String text) {
    try {
      return RootHash.parse(text);
    } catch (dev.layerseal.error.FormatException e) {
      throw new AssertionError(e);
    }
  }

  private void unpack() throws Exception {
    InputStream zip =
        Objects.requireNonNull(DemoCommand.class.getResourceAsStream("demo/image.zip"));
    try (ZipInputStream in = new ZipInputStream(zip)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!entry.isDirectory()) {
          Path file = folder.resolve("image").resolve(entry.getName());
          Files.createDirectories(Objects.requireNonNull(file.getParent()));
          Files.copy(in, file);
        }
      }
    }
  }
}
