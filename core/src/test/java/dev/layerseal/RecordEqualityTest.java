package dev.layerseal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.bytes.Uuid;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.Platform;
import dev.layerseal.recipe.ImageForm;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.recipe.UuidRule;
import dev.layerseal.verity.HashName;
import dev.layerseal.verity.Salt;
import dev.layerseal.verity.VerityParameters;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Records that spell out their comparison compare every component, as others do by themselves. */
class RecordEqualityTest {

  /** Stands where another value would not go with those of the other components. */
  private static final Object NONE = new Object();

  @Test
  void digests() throws Exception {
    Digest digest = Digest.sha256(new byte[0]);
    String sha512 = "0".repeat(128);
    assertComparesAll(digest, NONE, Digest.sha256(new byte[1]).hex());
    assertNotEquals(
        digest, new Digest(Digest.Algorithm.SHA512, sha512), "another algorithm is another digest");
  }

  @Test
  void blockSizes() throws Exception {
    assertComparesAll(BlockSize.B512, 12);
  }

  @Test
  void verityParameters() throws Exception {
    assertComparesAll(
        VerityParameters.FULL, HashName.SHA512, 0, BlockSize.B512, BlockSize.B512, Salt.NONE);
  }

  @Test
  void uuidRules() throws Exception {
    UuidRule given = new UuidRule(UuidRule.Kind.GIVEN, UuidRule.FIXED_UUID);
    assertComparesAll(given, NONE, new Uuid(1, 2));
    assertNotEquals(UuidRule.FIXED, UuidRule.DIFF_ID);
  }

  @Test
  void recipes() throws Exception {
    Recipe full = Recipe.parse("full");
    Recipe compressed =
        Recipe.named().stream().filter(one -> one.compression().isPresent()).findFirst().get();
    assertComparesAll(
        full,
        "another",
        ImageForm.NATIVE,
        Arrays.stream(full.writer().getDeclaringClass().getEnumConstants())
            .filter(writer -> writer != full.writer())
            .findFirst()
            .get(),
        UuidRule.CONTENT,
        NONE,
        !full.sorted(),
        VerityParameters.TAR_INDEX,
        compressed.compression());
    assertNotEquals(Recipe.parse("tar-index"), Recipe.parse("tar-index-padded"));
  }

  @Test
  void descriptors() throws Exception {
    Descriptor descriptor = Descriptor.of("a/b", new byte[3]);
    assertComparesAll(
        descriptor,
        "c/d",
        Digest.sha256(new byte[4]),
        4L,
        Optional.of("e/f"),
        Optional.of(Platform.parse("linux/arm64")),
        Map.of("key", "value"),
        List.of("http://127.0.0.1/"),
        Optional.of("AAAA"));
  }

  /**
   * Each of {@code others} is another value of one component; {@link #NONE} where none goes alone.
   */
  private static void assertComparesAll(Record record, Object... others) throws Exception {
    RecordComponent[] components = record.getClass().getRecordComponents();
    assertEquals(components.length, others.length, "one value for each component");
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = components[i].getAccessor().invoke(record);
    }
    Record same = make(record, values);
    assertEquals(record, same);
    assertEquals(record.hashCode(), same.hashCode());
    assertNotEquals(record, null);
    assertNotEquals(record, "text");
    for (int i = 0; i < values.length; i++) {
      if (others[i] != NONE) {
        Object[] changed = values.clone();
        changed[i] = others[i];
        assertNotEquals(record, make(record, changed), components[i].getName());
      }
    }
  }

  private static Record make(Record record, Object[] values) throws Exception {
    Class<?>[] types =
        Arrays.stream(record.getClass().getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    Constructor<?> constructor = record.getClass().getDeclaredConstructor(types);
    return (Record) constructor.newInstance(values);
  }
}
