package dev.layerseal.recipe;

import dev.layerseal.erofs.mkfs.Compression;
import dev.layerseal.erofs.mkfs.Compression.Algorithm;
import dev.layerseal.erofs.mkfs.FileAttributes;
import dev.layerseal.error.UnsupportedFeatureException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the data device of a layer holds. */
public enum ImageForm {
  /** Metadata that points into the tar archive, which follows it. */
  TAR_INDEX,
  /** A complete image. */
  FULL,
  /** A complete image, made for RDK packages, compressed with lz4. */
  RDK_LZ4,
  /** The same, with lz4hc at level 9. */
  RDK_LZ4HC,
  /** The same, with zstd. */
  RDK_ZSTD,
  /** The same, not compressed. */
  RDK_UNCOMPRESSED,
  /** The layer blob itself. */
  NATIVE;

  /** The form called {@code text}, as in {@code tar-index}. */
  static ImageForm parse(String text) throws UnsupportedFeatureException {
    for (ImageForm form : values()) {
      if (form.toString().equals(text)) {
        return form;
      }
    }
    throw new UnsupportedFeatureException(
        "image form \"%s\" is not known, expected one of %s"
            .formatted(
                text,
                Arrays.stream(values()).map(String::valueOf).collect(Collectors.joining(" "))));
  }

  /** Whether it is made for RDK packages. */
  public boolean rdk() {
    return this == RDK_UNCOMPRESSED || compression().isPresent();
  }

  /** How the content of files is compressed. */
  public Optional<Compression> compression() {
    return switch (this) {
      case RDK_LZ4 -> Optional.of(Compression.of(Algorithm.LZ4));
      case RDK_LZ4HC -> Optional.of(Compression.of(Algorithm.LZ4HC));
      case RDK_ZSTD -> Optional.of(Compression.of(Algorithm.ZSTD));
      default -> Optional.empty();
    };
  }

  /** What is written instead of what the layer says about its files. */
  public FileAttributes attributes() {
    return rdk() ? FileAttributes.UNIFORM : FileAttributes.OF_LAYER;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
