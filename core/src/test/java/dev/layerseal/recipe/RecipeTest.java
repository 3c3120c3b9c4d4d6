package dev.layerseal.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.erofs.mkfs.Compression;
import dev.layerseal.erofs.mkfs.ErofsUtils;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.Digest;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecipeTest {

  private static final Digest LAYER = Digest.sha256(new byte[] {1});
  private static final Digest DIFF_ID = Digest.sha256(new byte[] {2});

  @Test
  void everyNameIsParsedWithBothWriters() throws Exception {
    for (Recipe recipe : Recipe.named()) {
      assertEquals(recipe, Recipe.parse(recipe.name()));
      assertEquals(recipe, Recipe.parse(recipe.name() + "@1.9"));
      assertEquals(ErofsUtils.V1_8, Recipe.parse(recipe.name() + "@1.8").writer());
      assertEquals(recipe.name() + "@1.8", Recipe.parse(recipe.name() + "@1.8").toString());
    }
    assertEquals("tar-index-fixed", Recipe.DEFAULT.toString());
  }

  @Test
  void refusesUnknownNamesAndWriters() {
    assertThrows(UnsupportedFeatureException.class, () -> Recipe.parse("tar"));
    assertThrows(UnsupportedFeatureException.class, () -> Recipe.parse("full@1.7"));
    assertThrows(UnsupportedFeatureException.class, () -> Recipe.parse("full@"));
  }

  @Test
  void jsonIsReadBackAsTheSameRecipe() throws Exception {
    for (Recipe recipe : Recipe.named()) {
      assertEquals(recipe, RecipeJson.parse(RecipeJson.write(recipe)));
    }
    Recipe changed =
        new RecipeOverrides("content", "1.8", 4096L, "00ff", "sha1", 4096L, 1024L)
            .applyTo(Recipe.DEFAULT);
    assertEquals(changed, RecipeJson.parse(RecipeJson.write(changed)));
    assertEquals("tar-index-fixed@1.8 with overrides", changed.toString());
  }

  @Test
  void theJsonOfTheDefaultIsStable() {
    assertEquals(
        "{\"dataBlockSize\":512,\"erofsUtils\":\"1.9\",\"form\":\"tar-index\",\"hash\":\"sha256\","
            + "\"hashBlockSize\":512,\"hashType\":1,\"name\":\"tar-index-fixed\",\"pad\":512,"
            + "\"salt\":\""
            + "0".repeat(64)
            + "\",\"sorted\":true,\"uuid\":\"fixed\"}",
        RecipeJson.write(Recipe.DEFAULT));
  }

  @Test
  void refusesJsonThatIsTooLongOrNotExact() {
    String valid = RecipeJson.write(Recipe.DEFAULT);
    String[] wrong = {
      valid.replace("}", ",\"more\":1}"),
      valid.replace("\"pad\":512", "\"pad\":513"),
      valid.replace("\"pad\":512,", ""),
      valid.replace("sha256", "md5"),
      valid.replace("\"hashType\":1", "\"hashType\":2"),
      valid.replace("tar-index-fixed", "Tar Index"),
      valid.replace("\"form\":\"tar-index\"", "\"form\":\"full\""),
      valid.replace("tar-index-fixed", "a".repeat(65)),
      valid + " ".repeat(RecipeJson.MAX_SIZE),
      valid.substring(1),
    };
    for (String text : wrong) {
      assertThrows(LayersealException.class, () -> RecipeJson.parse(text), text);
    }
  }

  @Test
  void randomChangesOfJsonAreReadOrRefused() {
    String valid = RecipeJson.write(Recipe.DEFAULT);
    for (int seed = 0; seed < 5000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      StringBuilder text = new StringBuilder(valid);
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(32, 127));
      }
      try {
        Recipe recipe = RecipeJson.parse(text.toString());
        assertEquals(recipe, RecipeJson.parse(RecipeJson.write(recipe)), "seed " + seed);
      } catch (LayersealException e) {
        assertTrue(e.getMessage() != null, "seed " + seed);
      }
    }
  }

  @Test
  void overridesThatDoNotGoWithTheFormAreRefused() {
    RecipeOverrides pad = new RecipeOverrides(null, null, 4096L, null, null, null, null);
    assertThrows(FormatException.class, () -> pad.applyTo(Recipe.parse("full")));
    RecipeOverrides odd = new RecipeOverrides(null, null, 1024L, null, null, null, null);
    assertThrows(FormatException.class, () -> odd.applyTo(Recipe.DEFAULT));
    RecipeOverrides uuid = new RecipeOverrides("fix", null, null, null, null, null, null);
    assertThrows(FormatException.class, () -> uuid.applyTo(Recipe.DEFAULT));
  }

  @Test
  void uuidsFollowTheirRule() throws Exception {
    assertEquals(
        "c1b9d5a2-f162-11cf-9ece-0020afc76f16",
        UuidRule.parse("fixed").resolve(LAYER, DIFF_ID).toString());
    assertEquals(
        "00112233-4455-6677-8899-aabbccddeeff",
        UuidRule.parse("00112233-4455-6677-8899-aabbccddeeff").resolve(LAYER, DIFF_ID).toString());
    assertEquals(
        UuidRule.DIFF_ID.resolve(LAYER, DIFF_ID), UuidRule.LAYER_DIGEST.resolve(DIFF_ID, LAYER));
    String content = UuidRule.parse("derived").resolve(LAYER, DIFF_ID).toString();
    assertEquals(DIFF_ID.hex().substring(0, 8), content.substring(0, 8));
    assertEquals('5', content.charAt(14));
    assertEquals("content", UuidRule.parse("derived").toString());
  }

  @Test
  void recipesWithTheSameValuesMakeTheSameImage() throws Exception {
    Recipe other =
        new RecipeOverrides("fixed", null, null, null, null, null, null)
            .applyTo(Recipe.parse("tar-index"));
    assertTrue(Recipe.DEFAULT.sameImage(other));
    assertFalse(Recipe.DEFAULT.sameImage(Recipe.parse("tar-index")));
    assertFalse(Recipe.DEFAULT.sameImage(Recipe.parse("tar-index-fixed@1.8")));
  }

  @Test
  void recordsHowContentIsCompressed() throws Exception {
    Compression compression = Compression.parse("lz4hc,12").withClusterSize(65536).withCleanGaps();
    for (String name : new String[] {"full", "full-unsorted", "rdk-zstd", "rdk-uncompressed"}) {
      Recipe recipe = Recipe.parse(name).withCompression(compression);
      assertEquals(recipe, RecipeJson.parse(RecipeJson.write(recipe)));
      assertEquals(name + " with overrides", recipe.toString());
    }
  }

  @Test
  void refusesCompressionWhereNothingCanBeCompressed() throws Exception {
    Compression compression = Compression.parse("lz4");
    for (String name : new String[] {"tar-index", "native"}) {
      Recipe recipe = Recipe.parse(name);
      assertThrows(FormatException.class, () -> recipe.withCompression(compression));
    }
  }

  @Test
  void refusesACompressionThatIsNot() throws Exception {
    String text = RecipeJson.write(Recipe.parse("rdk-lz4hc"));
    for (String other : new String[] {"lz4hc,13", "lz5,1", "zstd,x", ""}) {
      String changed = text.replace("lz4hc,9", other);
      assertThrows(FormatException.class, () -> RecipeJson.parse(changed), other);
    }
    assertThrows(
        FormatException.class,
        () -> RecipeJson.parse(text.replace(":4096,\"salt", ":4097,\"salt")));
  }
}
