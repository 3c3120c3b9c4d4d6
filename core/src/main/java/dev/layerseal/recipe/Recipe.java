package dev.layerseal.recipe;

import dev.layerseal.erofs.mkfs.Compression;
import dev.layerseal.erofs.mkfs.ErofsUtils;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.verity.VerityParameters;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One way from a layer to a root hash. Two equal recipes give equal root hashes.
 *
 * @param name the named recipe that it is, or that it was made from by overrides
 * @param writer release of erofs-utils whose bytes are made
 * @param pad what metadata and archive together are padded to, in bytes; 512 or 4096 for a tar
 *     index, otherwise 0
 * @param sorted whether a full image has file content in the order of its tree, and not in that of
 *     the archive ({@code --sort=none})
 * @param compression of the content of files; only in complete images
 */
public record Recipe(
    String name,
    ImageForm form,
    ErofsUtils writer,
    UuidRule uuid,
    int pad,
    boolean sorted,
    VerityParameters verity,
    Optional<Compression> compression) {

  /** The annotation of a referrer's manifest that holds {@link RecipeJson}. */
  public static final String ANNOTATION = "dev.layerseal.recipe";

  /** What is used when no recipe is asked for. */
  public static final Recipe DEFAULT = tarIndex("tar-index-fixed", UuidRule.FIXED, 512);

  /** The only recipe for layers that are EROFS images already. */
  public static final Recipe NATIVE =
      new Recipe(
          "native",
          ImageForm.NATIVE,
          ErofsUtils.V1_9,
          UuidRule.FIXED,
          0,
          true,
          VerityParameters.FULL,
          Optional.empty());

  private static final List<Recipe> NAMED =
      List.of(
          DEFAULT,
          tarIndex("tar-index", UuidRule.LAYER_DIGEST, 512),
          tarIndex("tar-index-content", UuidRule.CONTENT, 512),
          tarIndex("tar-index-padded", UuidRule.LAYER_DIGEST, 4096),
          full("full", UuidRule.LAYER_DIGEST, true),
          full("full-unsorted", UuidRule.LAYER_DIGEST, false),
          full("full-cache", UuidRule.DIFF_ID, false),
          rdk("rdk-lz4hc", ImageForm.RDK_LZ4HC),
          rdk("rdk-zstd", ImageForm.RDK_ZSTD),
          rdk("rdk-uncompressed", ImageForm.RDK_UNCOMPRESSED),
          rdk("rdk-seed", ImageForm.RDK_LZ4),
          NATIVE);

  /**
   * @throws IllegalArgumentException when the padding does not go with the form
   */
  public Recipe {
    boolean fits = form == ImageForm.TAR_INDEX ? pad == 512 || pad == 4096 : pad == 0;
    if (!fits) {
      throw new IllegalArgumentException(form + " padded to " + pad);
    }
    if (compression.isPresent() && form != ImageForm.FULL && !form.rdk()) {
      throw new IllegalArgumentException("no compression goes with " + name);
    }
  }

  /** Every named recipe, the default first. */
  public static List<Recipe> named() {
    return NAMED;
  }

  /**
   * The recipes worth trying when nobody says which one was used: every named one that is made from
   * a tar archive, by both writers.
   */
  public static List<Recipe> known() {
    return NAMED.stream()
        .filter(recipe -> recipe.form == ImageForm.TAR_INDEX || recipe.form == ImageForm.FULL)
        .flatMap(recipe -> Stream.of(recipe, recipe.withWriter(ErofsUtils.V1_8)))
        .toList();
  }

  /**
   * The recipe called {@code text}: a name, perhaps with {@code @1.8} or {@code @1.9} behind it.
   *
   * @throws UnsupportedFeatureException when there is none
   */
  public static Recipe parse(String text) throws UnsupportedFeatureException, FormatException {
    int at = text.indexOf('@');
    String name = at < 0 ? text : text.substring(0, at);
    for (Recipe recipe : NAMED) {
      if (recipe.name.equals(name)) {
        return at < 0 ? recipe : recipe.withWriter(Writers.parse(text.substring(at + 1)));
      }
    }
    throw new UnsupportedFeatureException(
        "recipe \"%s\" is not known, expected one of %s"
            .formatted(text, String.join(" ", NAMED.stream().map(Recipe::name).toList())));
  }

  public Recipe withWriter(ErofsUtils other) {
    return new Recipe(name, form, other, uuid, pad, sorted, verity, compression);
  }

  public Recipe withUuid(UuidRule other) {
    return new Recipe(name, form, writer, other, pad, sorted, verity, compression);
  }

  /**
   * @throws FormatException when this is no tar index, or {@code bytes} neither 512 nor 4096
   */
  public Recipe withPad(long bytes) throws FormatException {
    if (form != ImageForm.TAR_INDEX || bytes != 512 && bytes != 4096) {
      throw new FormatException(
          "padding of %d bytes does not go with %s, expected 512 or 4096 with a tar index"
              .formatted(bytes, form));
    }
    return new Recipe(name, form, writer, uuid, (int) bytes, sorted, verity, compression);
  }

  /**
   * The recipe with compressed files. An order of the archive then has no effect: mkfs.erofs keeps
   * to it for uncompressed files alone.
   *
   * @throws FormatException when no compression goes with the recipe
   */
  public Recipe withCompression(Compression other) throws FormatException {
    if (form != ImageForm.FULL && !form.rdk()) {
      throw new FormatException(
          "compression does not go with %s, expected a complete image".formatted(this));
    }
    return new Recipe(name, form, writer, uuid, pad, sorted, verity, Optional.of(other));
  }

  public Recipe withVerity(VerityParameters other) {
    return new Recipe(name, form, writer, uuid, pad, sorted, other, compression);
  }

  /** Whether both lead to the same root hash for every layer, whatever they are called. */
  public boolean sameImage(Recipe other) {
    return equals(
        new Recipe(
            name,
            other.form,
            other.writer,
            other.uuid,
            other.pad,
            other.sorted,
            other.verity,
            other.compression));
  }

  /**
   * The name, with the writer when it is not the newest, and a mark when values were overridden.
   */
  @Override
  public String toString() {
    String suffix = writer == ErofsUtils.V1_9 ? "" : "@" + Writers.text(writer);
    boolean plain = NAMED.stream().anyMatch(recipe -> recipe.withWriter(writer).equals(this));
    return name + suffix + (plain ? "" : " with overrides");
  }

  private static Recipe tarIndex(String name, UuidRule uuid, int pad) {
    return new Recipe(
        name,
        ImageForm.TAR_INDEX,
        ErofsUtils.V1_9,
        uuid,
        pad,
        true,
        VerityParameters.TAR_INDEX,
        Optional.empty());
  }

  private static Recipe full(String name, UuidRule uuid, boolean sorted) {
    return new Recipe(
        name,
        ImageForm.FULL,
        ErofsUtils.V1_9,
        uuid,
        0,
        sorted,
        VerityParameters.FULL,
        Optional.empty());
  }

  private static Recipe rdk(String name, ImageForm form) {
    return new Recipe(
        name,
        form,
        ErofsUtils.V1_9,
        UuidRule.DIFF_ID,
        0,
        true,
        VerityParameters.FULL,
        form.compression());
  }

  // Spelled out: what a record has by itself is put together at run time, which a start would wait
  // for.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Recipe recipe
        && name.equals(recipe.name)
        && form == recipe.form
        && writer == recipe.writer
        && uuid.equals(recipe.uuid)
        && pad == recipe.pad
        && sorted == recipe.sorted
        && verity.equals(recipe.verity)
        && compression.equals(recipe.compression);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
