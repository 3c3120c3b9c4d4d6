package dev.layerseal.cli;

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
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which seals count, when a trusted signer has said something wrong, too little or too much. */
class SealRulesTest extends CommandTest {

  private static final TestIdentity SELF = TestIdentity.selfSigned("p256");
  private static final RootHash WRONG = rootHash("ab".repeat(32));

  private List<LayerSeal> right = List.of();

  @BeforeEach
  void prepare() throws Exception {
    DemoImage.unpack(folder.resolve("image"));
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
    assertEquals(0, verify(), text(err));
  }

  @Test
  void theRecipeIsFoundWithoutANote() throws Exception {
    push(right, Optional.empty());
    assertEquals(0, verify(), text(err));
  }

  @Test
  void aNoteThatIsNonsenseDoesNotMatter() throws Exception {
    push(right, Optional.of("{\"name\":\"" + "x".repeat(5000) + "\"}"));
    assertEquals(0, verify(), text(err));
  }

  @Test
  void aNoteThatNamesTheWrongRecipeDoesNotMatter() throws Exception {
    push(right, Optional.of(RecipeJson.write(Recipe.parse("tar-index@1.8"))));
    assertEquals(0, verify(), text(err));
  }

  @Test
  void aWrongRootHashIsNotVerified() throws Exception {
    push(wrong(), Optional.of(RecipeJson.write(Recipe.DEFAULT)));
    assertEquals(1, verify());
    assertTrue(text(err).contains("root hash differs"), text(err));
    assertTrue(text(err).contains("signed    " + WRONG), text(err));
    assertTrue(text(err).contains("computed  " + right.get(0).rootHash()), text(err));
  }

  @Test
  void twoTrustedThatContradictEachOtherFail() throws Exception {
    push(right, Optional.of(RecipeJson.write(Recipe.DEFAULT)));
    push(wrong(), Optional.of(RecipeJson.write(Recipe.DEFAULT)));
    assertEquals(1, verify());
    assertTrue(text(err).contains("two trusted seals by one recipe differ"), text(err));
    assertEquals(1, verify("--no-recompute"));
  }

  @Test
  void wrongSealsByAnotherRecipeDoNotCount() throws Exception {
    push(right, Optional.of(RecipeJson.write(Recipe.DEFAULT)));
    push(wrong(), Optional.of(RecipeJson.write(Recipe.parse("tar-index"))));
    assertEquals(0, verify(), text(err));
    assertTrue(text(err).contains("do not count"), text(err));
  }

  @Test
  void aLayerWithoutASealIsNotVerified() throws Exception {
    push(right.subList(0, 2), Optional.of(RecipeJson.write(Recipe.DEFAULT)));
    assertEquals(1, verify());
    assertTrue(text(err).contains("has no seal here"), text(err));
    push(right, Optional.of(RecipeJson.write(Recipe.DEFAULT)));
    assertEquals(0, verify(), text(err));
  }

  @Test
  void aSealOfALayerThatIsNotThereSpoilsItsManifest() throws Exception {
    List<LayerSeal> more = new ArrayList<>(right);
    more.add(seal(dev.layerseal.oci.Digest.sha256(new byte[] {1}), WRONG));
    push(more, Optional.empty());
    assertEquals(1, verify());
    assertTrue(text(err).contains("which the image does not have"), text(err));
  }

  @Test
  void noSealsAreNotVerified() throws Exception {
    assertEquals(1, verify());
    assertTrue(text(err).contains("the layers have no seals"), text(err));
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
    List<String> arguments = new ArrayList<>(List.of("verify", "--oci-layout", "--layers-only"));
    arguments.addAll(List.of("--trust-cert", folder.resolve("self.crt").toString()));
    arguments.addAll(List.of(more));
    arguments.add(folder.resolve("image") + ":v1");
    return run(arguments.toArray(String[]::new));
  }

  private static RootHash rootHash(String text) {
    try {
      return RootHash.parse(text);
    } catch (dev.layerseal.error.FormatException e) {
      throw new AssertionError(e);
    }
  }
}
