package dev.layerseal.convert;

import dev.layerseal.erofs.mkfs.Compression;
import dev.layerseal.oci.MediaType;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.recipe.UuidRule;
import java.util.Locale;
import java.util.Optional;

/** What layers become: their media types, and who reads them. */
public enum LayerForm {
  /** As containerd's converter and its EROFS snapshotter have it. */
  CONTAINERD,
  /** The draft of the EROFS image specification, with a hash tree behind each image. */
  EROFS_SPEC,
  /** RDK package layers, with a hash tree behind each image. */
  RDK,
  /** Archives, as in most images. */
  TAR;

  private static final int CONTAINERD_CLUSTER = 65536;

  /** The form called {@code text}, as in {@code erofs-spec}. */
  public static Optional<LayerForm> named(String text) {
    for (LayerForm form : values()) {
      if (form.toString().equals(text)) {
        return Optional.of(form);
      }
    }
    return Optional.empty();
  }

  /** Whether a hash tree follows the image. */
  boolean hasTree() {
    return this == EROFS_SPEC || this == RDK;
  }

  /** Whether a whole layer can be compressed once more. */
  boolean hasOuterZstd() {
    return this != RDK;
  }

  /** Bytes of a physical cluster where nobody says how many. */
  public int usualCluster() {
    return this == CONTAINERD ? CONTAINERD_CLUSTER : Compression.BLOCK;
  }

  /** How images are made, but for values of {@code compression} that a recipe does not fix. */
  Recipe recipe(Optional<Compression> compression) {
    if (this != RDK) {
      return base("full").withUuid(UuidRule.DIFF_ID);
    }
    if (compression.isEmpty()) {
      return base("rdk-uncompressed");
    }
    return switch (compression.get().algorithm()) {
      case LZ4 -> base("rdk-seed");
      case LZ4HC -> base("rdk-lz4hc");
      case ZSTD -> base("rdk-zstd");
    };
  }

  MediaType mediaType(ConversionOptions options) {
    boolean zstd = options.outerZstd();
    return switch (this) {
      case CONTAINERD -> zstd ? MediaType.EROFS_LAYER_V1_ZSTD : MediaType.EROFS_LAYER_V1;
      case EROFS_SPEC -> zstd ? MediaType.EROFS_ZSTD : MediaType.EROFS;
      case RDK -> options.umbrellaType() ? MediaType.RDK_EROFS : rdk(options.compression());
      case TAR -> zstd ? MediaType.OCI_TAR_ZSTD : MediaType.OCI_TAR;
    };
  }

  private static MediaType rdk(Optional<Compression> compression) {
    if (compression.isEmpty()) {
      return MediaType.RDK_EROFS_PLAIN;
    }
    return compression.get().algorithm() == Compression.Algorithm.ZSTD
        ? MediaType.RDK_EROFS_ZSTD
        : MediaType.RDK_EROFS_LZ4;
  }

  private static Recipe base(String name) {
    return Recipe.named().stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
