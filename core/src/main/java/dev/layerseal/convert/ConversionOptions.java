package dev.layerseal.convert;

import dev.layerseal.erofs.mkfs.Compression;
import dev.layerseal.erofs.mkfs.ErofsUtils;
import dev.layerseal.erofs.mkfs.FileAttributes;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.recipe.UuidRule;
import dev.layerseal.seal.FullImageShape;
import java.util.Optional;

/**
 * What an image becomes.
 *
 * @param compression of the content of files within EROFS images
 * @param outerZstd whether each whole layer is compressed with zstd
 * @param umbrellaType whether RDK layers have the one media type that older devices know
 * @param uuid of images; without it the one that a layer had before, or else that of its archive
 * @param attributes of files in images; without them what the recipe of the form says
 */
public record ConversionOptions(
    LayerForm form,
    Optional<Compression> compression,
    boolean outerZstd,
    boolean umbrellaType,
    ErofsUtils writer,
    Optional<UuidRule> uuid,
    Optional<FileAttributes> attributes) {

  /**
   * @throws IllegalArgumentException when the values do not go together
   */
  public ConversionOptions {
    if (outerZstd && !form.hasOuterZstd()) {
      throw new IllegalArgumentException("layers of the form " + form + " have no outer zstd");
    }
    if (compression.isPresent() && form == LayerForm.TAR) {
      throw new IllegalArgumentException("compression within images does not go with archives");
    }
    if (umbrellaType && form != LayerForm.RDK) {
      throw new IllegalArgumentException("the form " + form + " has no umbrella media type");
    }
  }

  /** Uncompressed layers of a form, as the newest writer makes them. */
  public static ConversionOptions of(LayerForm form) {
    return new ConversionOptions(
        form, Optional.empty(), false, false, ErofsUtils.V1_9, Optional.empty(), Optional.empty());
  }

  /** The same with other attributes of files. */
  public ConversionOptions withAttributes(FileAttributes other) {
    return new ConversionOptions(
        form, compression, outerZstd, umbrellaType, writer, uuid, Optional.of(other));
  }

  /** How images are made. */
  public Recipe recipe() throws FormatException {
    Recipe recipe = form.recipe(compression).withWriter(writer);
    Recipe changed = uuid.isPresent() ? recipe.withUuid(uuid.get()) : recipe;
    return compression.isPresent() ? changed.withCompression(compression.get()) : changed;
  }

  /** What images are like, besides their content. */
  FullImageShape shape() throws LayersealException {
    FullImageShape usual = FullImageShape.of(recipe());
    return new FullImageShape(usual.options(), attributes.orElse(usual.attributes()));
  }
}
