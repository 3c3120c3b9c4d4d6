package dev.layerseal.convert;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.StreamException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.seal.LayerContent;
import dev.layerseal.seal.LayerConverter;
import dev.layerseal.seal.LayerSource;
import dev.layerseal.seal.SpooledBlob;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The layers of the images of a store, each converted once. */
final class LayerConversions implements Closeable {

  private final ImageStore from;
  private final ConversionOptions options;
  private final LayerConverter.Settings settings;
  private final Map<Key, ConvertedBlob> done = new LinkedHashMap<>();

  /** What a result depends on: descriptors of one blob may differ. */
  private record Key(
      Digest digest, String mediaType, Map<String, String> annotations, Optional<Digest> diffId) {}

  LayerConversions(ImageStore from, ConversionOptions options, LayerConverter.Settings settings) {
    this.from = from;
    this.options = options;
    this.settings = settings;
  }

  ConvertedBlob convert(Descriptor layer, Optional<Digest> diffId)
      throws LayersealException, IOException {
    Key key = new Key(layer.digest(), layer.mediaType(), layer.annotations(), diffId);
    ConvertedBlob before = done.get(key);
    if (before != null) {
      return before;
    }
    Path folder = Files.createTempDirectory(settings.folder().path(), "layerseal-convert-");
    try {
      Optional<ConvertedBlob> made =
          new LayerConversion(options, settings, folder).convert(from, layer, diffId);
      ConvertedBlob blob = made.isPresent() ? made.get() : asItIs(layer, diffId, folder);
      done.put(key, blob);
      return blob;
    } finally {
      delete(folder);
    }
  }

  private ConvertedBlob asItIs(Descriptor layer, Optional<Digest> diffId, Path folder)
      throws LayersealException, IOException {
    Digest content =
        diffId.isPresent()
            ? diffId.get()
            : LayerContent.write(
                    LayerSource.of(from, layer, diffId),
                    settings,
                    Files.createFile(folder.resolve("content")))
                .diffId();
    return new ConvertedBlob(
        layer.digest(),
        layer.withMediaType(ociType(layer.mediaType())),
        content,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        () -> {
          try {
            return from.openBlob(layer);
          } catch (LayersealException e) {
            throw new StreamException(e);
          }
        });
  }

  /** Docker's types do not belong into the manifest of an OCI image. */
  private static String ociType(String mediaType) {
    MediaType type = MediaType.of(mediaType).orElseThrow();
    return switch (type) {
      case DOCKER_TAR -> MediaType.OCI_TAR.toString();
      case DOCKER_TAR_GZIP -> MediaType.OCI_TAR_GZIP.toString();
      case DOCKER_TAR_ZSTD -> MediaType.OCI_TAR_ZSTD.toString();
      default -> mediaType;
    };
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  @Override
  public void close() throws IOException {
    for (ConvertedBlob blob : done.values()) {
      if (blob.content() instanceof SpooledBlob spooled) {
        spooled.close();
      }
    }
    done.clear();
  }
}
