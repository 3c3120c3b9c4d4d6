package dev.layerseal.convert;

import dev.layerseal.bytes.Uuid;
import dev.layerseal.erofs.ImageReader;
import dev.layerseal.erofs.KernelNeeds;
import dev.layerseal.erofs.TarExtract;
import dev.layerseal.error.LayersealException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.recipe.UuidRule;
import dev.layerseal.seal.AppendedTree;
import dev.layerseal.seal.LayerContent;
import dev.layerseal.seal.LayerConverter;
import dev.layerseal.seal.LayerImage;
import dev.layerseal.seal.LayerSource;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Converts one layer. What it makes stands in a folder of the caller's, and one file of it stays.
 */
final class LayerConversion {

  /**
   * Annotation of an archive that was made of an image: the image's UUID. Who converts it again
   * gets the same bytes.
   */
  static final String UUID_ANNOTATION = "dev.layerseal.erofs.uuid";

  private static final int BUFFER_SIZE = 1 << 16;

  private final ConversionOptions options;
  private final LayerConverter.Settings settings;
  private final Path folder;

  LayerConversion(ConversionOptions options, LayerConverter.Settings settings, Path folder) {
    this.options = options;
    this.settings = settings;
    this.folder = folder;
  }

  /** An archive that an image was unpacked into, and that image's UUID. */
  private record Archive(Path file, Uuid uuid) {}

  /** The layer in the form asked for, or nothing when it has that form already. */
  Optional<ConvertedBlob> convert(ImageStore from, Descriptor layer, Optional<Digest> diffId)
      throws LayersealException, IOException {
    LayerSource source = LayerSource.of(from, layer, diffId);
    try {
      if (options.form() != LayerForm.TAR) {
        return Optional.of(image(layer, source));
      }
      return source.erofs() ? Optional.of(archive(layer, source)) : Optional.empty();
    } catch (LayersealException e) {
      throw String.valueOf(e.getMessage()).contains(source.label()) ? e : e.at(source.label());
    }
  }

  private ConvertedBlob archive(Descriptor layer, LayerSource source)
      throws LayersealException, IOException {
    Archive archive = unpack(source);
    boolean rdk = layer.mediaType().startsWith("application/vnd.rdk.");
    MediaType type = rdk ? MediaType.RDK_TAR : options.form().mediaType(options);
    LayerBlob blob = LayerBlob.of(archive.file(), type, settings.folder());
    return blob.converted(
        layer,
        Map.of(UUID_ANNOTATION, archive.uuid().toString()),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private ConvertedBlob image(Descriptor layer, LayerSource source)
      throws LayersealException, IOException {
    LayerSource archive = source;
    Optional<String> uuid = layer.annotation(UUID_ANNOTATION);
    if (source.erofs()) {
      Archive unpacked = unpack(source);
      archive = LayerSource.ofFile(unpacked.file(), false);
      uuid = Optional.of(unpacked.uuid().toString());
    }
    Path file = folder.resolve("image");
    Recipe recipe = options.recipe();
    if (uuid.isPresent() && options.uuid().isEmpty()) {
      recipe = recipe.withUuid(UuidRule.parse(uuid.get()));
    }
    LayerImage.Written written =
        new LayerImage(archive, recipe, settings).write(file, options.shape());
    KernelNeeds needs = needs(file);
    Optional<AppendedTree> tree = tree(file, recipe, written.uuid());
    LayerBlob blob = LayerBlob.of(file, options.form().mediaType(options), settings.folder());
    return blob.converted(layer, annotations(tree), tree, Optional.of(needs), written.warnings());
  }

  /** Unpacks an image, once its hash tree was found right. */
  private Archive unpack(LayerSource source) throws LayersealException, IOException {
    Path image = Files.createFile(folder.resolve("before"));
    LayerContent.write(source, settings, image);
    Path archive = folder.resolve("archive");
    try (ImageReader reader = ImageReader.open(image);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(archive), BUFFER_SIZE)) {
      TarExtract.extractLayer(reader, out, settings.limits().maxSize());
      return new Archive(archive, Uuid.of(reader.superblock().uuid(), 0));
    } finally {
      Files.delete(image);
    }
  }

  private Optional<AppendedTree> tree(Path image, Recipe recipe, Uuid uuid)
      throws LayersealException, IOException {
    return options.form().hasTree()
        ? Optional.of(
            new TreeWriting(recipe.verity(), settings.folder(), settings.memory() / 3)
                .append(image, uuid))
        : Optional.empty();
  }

  private Map<String, String> annotations(Optional<AppendedTree> tree) {
    if (tree.isEmpty()) {
      return Map.of();
    }
    return options.form() == LayerForm.RDK
        ? tree.get().rdkAnnotations()
        : tree.get().erofsAnnotations();
  }

  private static KernelNeeds needs(Path image) throws LayersealException, IOException {
    try (ImageReader reader = ImageReader.open(image)) {
      return KernelNeeds.of(reader.superblock());
    }
  }
}
