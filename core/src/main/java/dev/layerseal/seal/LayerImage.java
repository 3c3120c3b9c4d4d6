package dev.layerseal.seal;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.bytes.Uuid;
import dev.layerseal.erofs.mkfs.ContentSpool;
import dev.layerseal.erofs.mkfs.FileSource;
import dev.layerseal.erofs.mkfs.ImageBuilder;
import dev.layerseal.erofs.mkfs.ImageFileBuilder;
import dev.layerseal.erofs.mkfs.ImagePlan;
import dev.layerseal.erofs.mkfs.ImageWriter;
import dev.layerseal.erofs.mkfs.MkfsOptions;
import dev.layerseal.erofs.mkfs.PlacedContent;
import dev.layerseal.erofs.mkfs.TarIndex;
import dev.layerseal.erofs.mkfs.TarIndexBuilder;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.recipe.ImageForm;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.recipe.UuidRule;
import dev.layerseal.tar.TarWarning;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** Writes the image that a recipe makes of a layer: what dm-verity covers, without its tree. */
public final class LayerImage {

  private final LayerSource layer;
  private final Recipe recipe;
  private final LayerConverter.Settings settings;
  private final boolean digests;

  /**
   * What was written.
   *
   * @param facts about the layer, unless they were left out
   * @param length of the image in bytes
   */
  public record Written(
      Optional<LayerFacts> facts, Uuid uuid, long length, List<TarWarning> warnings) {}

  public LayerImage(LayerSource layer, Recipe recipe, LayerConverter.Settings settings) {
    this(layer, recipe, settings, true);
  }

  private LayerImage(
      LayerSource layer, Recipe recipe, LayerConverter.Settings settings, boolean digests) {
    this.layer = layer;
    this.recipe = recipe;
    this.settings = settings;
    this.digests = digests;
  }

  /** The same image, without the layer's digests where it does not depend on them. */
  public LayerImage withoutFacts() {
    return new LayerImage(layer, recipe, settings, false);
  }

  /** Writes the whole image. The file appears when it is complete. */
  public Written write(Path image) throws LayersealException, IOException {
    return write(image, false);
  }

  /** Writes what {@code mkfs.erofs} writes: without the archive behind a tar index. */
  public Written writeIndex(Path image) throws LayersealException, IOException {
    return write(image, true);
  }

  /**
   * Writes a full image of another shape than the recipe's.
   *
   * @throws UnsupportedFeatureException when the recipe makes no such image
   */
  public Written write(Path image, FullImageShape shape) throws LayersealException, IOException {
    FullImageShape.of(recipe);
    if (!PackageImageHasher.makes(recipe)) {
      return AtomicFile.write(image, file -> writeFull(file, shape));
    }
    MkfsOptions options = shape.options();
    if (!options.sorted() || !options.blockSize().equals(BlockSize.B4096)) {
      throw new UnsupportedFeatureException(
          "with the recipe %s blocks have 4096 bytes, and are sorted".formatted(recipe));
    }
    return AtomicFile.write(image, file -> writePackage(file, shape));
  }

  private Written write(Path image, boolean indexOnly) throws LayersealException, IOException {
    check(indexOnly);
    return recipe.form() == ImageForm.TAR_INDEX
        ? AtomicFile.write(image, file -> writeTarIndex(file, indexOnly))
        : write(image, FullImageShape.of(recipe));
  }

  private void check(boolean indexOnly) throws UnsupportedFeatureException {
    if (recipe.form() == ImageForm.NATIVE) {
      throw new UnsupportedFeatureException("with the recipe native the layer is the image");
    }
    if (indexOnly && recipe.form() != ImageForm.TAR_INDEX) {
      throw new UnsupportedFeatureException("the recipe " + recipe + " makes no index");
    }
  }

  private Optional<LayerFacts> read(LayerReader.Sink sink) throws LayersealException, IOException {
    boolean known = layer.digest().isPresent() || layer.diffId().isPresent();
    if (digests || known || recipe.uuid().constant().isEmpty()) {
      return Optional.of(reader().read(layer, sink));
    }
    reader().pass(layer, sink);
    return Optional.empty();
  }

  private Uuid uuid(Optional<LayerFacts> facts) throws LayersealException, IOException {
    if (recipe.uuid().kind() == UuidRule.Kind.ROOT_HASH) {
      ConvertedLayer converted = new LayerConverter(settings).convert(layer, List.of(recipe));
      return converted.images().get(0).uuid().orElseThrow();
    }
    return facts.isPresent()
        ? recipe.uuid().resolve(facts.get().digest(), facts.get().diffId())
        : recipe.uuid().constant().orElseThrow();
  }

  private Written writePackage(Path image, FullImageShape shape)
      throws LayersealException, IOException {
    try (ImageFileBuilder builder =
        new ImageFileBuilder(
            shape.options().withMemory(settings.memory()),
            recipe.compression(),
            shape.attributes(),
            image,
            settings.folder(),
            Runtime.getRuntime().availableProcessors())) {
      Optional<LayerFacts> facts = read(builder::update);
      Uuid uuid = uuid(facts);
      return new Written(facts, uuid, builder.finish(uuid), builder.warnings());
    }
  }

  private Written writeFull(Path image, FullImageShape shape)
      throws LayersealException, IOException {
    MkfsOptions options = shape.options().withMemory(settings.memory());
    if (options.placesContentAtOnce()) {
      return writePlaced(image, options, shape);
    }
    try (FileChannel target = FileChannel.open(image, StandardOpenOption.WRITE);
        ContentSpool spool = new ContentSpool(settings.folder().open("content"))) {
      ImageBuilder builder = new ImageBuilder(options, shape.attributes(), spool);
      Optional<LayerFacts> facts = read(builder::update);
      Uuid uuid = uuid(facts);
      ImagePlan plan = builder.finish(uuid, spool);
      ImageWriter.write(plan, spool, target);
      return new Written(facts, uuid, plan.imageLength(), plan.warnings());
    }
  }

  /** Writes an image whose content has the order of the layer: nothing is spooled. */
  private Written writePlaced(Path image, MkfsOptions options, FullImageShape shape)
      throws LayersealException, IOException {
    try (FileChannel target = FileChannel.open(image, StandardOpenOption.WRITE)) {
      PlacedContent content = new PlacedContent(target, options.blockSize());
      ImageBuilder builder = new ImageBuilder(options, shape.attributes(), content);
      Optional<LayerFacts> facts = read(builder::update);
      Uuid uuid = uuid(facts);
      ImagePlan plan = builder.finish(uuid, FileSource.NONE);
      content.finish(plan);
      return new Written(facts, uuid, plan.imageLength(), plan.warnings());
    }
  }

  private Written writeTarIndex(Path image, boolean indexOnly)
      throws LayersealException, IOException {
    MkfsOptions options = MkfsOptions.tarIndex(recipe.writer()).withMemory(settings.memory());
    TarIndexBuilder builder = new TarIndexBuilder(options);
    try (FileChannel target = FileChannel.open(image, StandardOpenOption.WRITE);
        ContentSpool archive = new ContentSpool(settings.folder().open("content"))) {
      archive.begin(0, 0);
      LayerFacts facts =
          reader()
              .read(
                  layer,
                  (buffer, offset, length) -> {
                    builder.update(buffer, offset, length);
                    if (!indexOnly) {
                      archive.data(buffer, offset, length);
                    }
                  });
      Uuid uuid = uuid(Optional.of(facts));
      TarIndex index = builder.finish(uuid);
      put(target, ByteBuffer.wrap(index.metadata()));
      if (!indexOnly) {
        archive.copy(0, 0, facts.size(), target);
        put(target, ByteBuffer.allocate((int) (-index.imageLength() & (recipe.pad() - 1))));
      }
      return new Written(Optional.of(facts), uuid, target.position(), index.warnings());
    }
  }

  private static void put(FileChannel target, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      target.write(bytes);
    }
  }

  private LayerReader reader() {
    return new LayerReader(settings.limits(), settings.listener());
  }
}
