package dev.layerseal.seal;

import dev.layerseal.compress.Compression;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.store.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A layer blob that can be read from its start, more than once if need be.
 *
 * @param label names it in messages
 * @param blob opens the blob
 * @param size length of the blob in bytes
 * @param digest of the blob when {@code blob} is checked against it; nothing when it is still to be
 *     computed
 * @param diffId what the image config says the uncompressed layer's digest is
 * @param compression as the media type says; nothing when the first bytes decide
 * @param erofs whether the content is an EROFS image already, and no tar archive
 * @param tree what stands behind that image, where the layer's descriptor says so
 */
public record LayerSource(
    String label,
    Blob blob,
    long size,
    Optional<Digest> digest,
    Optional<Digest> diffId,
    Optional<Compression> compression,
    boolean erofs,
    Optional<AppendedTree> tree) {

  /** Opens the bytes of a blob. */
  @FunctionalInterface
  public interface Blob {
    InputStream open() throws LayersealException, IOException;
  }

  /** A layer with nothing behind its content. */
  public LayerSource(
      String label,
      Blob blob,
      long size,
      Optional<Digest> digest,
      Optional<Digest> diffId,
      Optional<Compression> compression,
      boolean erofs) {
    this(label, blob, size, digest, diffId, compression, erofs, Optional.empty());
  }

  /**
   * A layer of an image in a store.
   *
   * @throws UnsupportedFeatureException when its media type is not that of a layer that can be read
   * @throws FormatException when its annotations contradict each other
   */
  public static LayerSource of(ImageStore store, Descriptor layer, Optional<Digest> diffId)
      throws UnsupportedFeatureException, FormatException {
    String label = "layer " + layer.digest();
    MediaType type =
        layer.type().orElseThrow(() -> unsupported(label, layer, "a media type that is not known"));
    switch (type.kind()) {
      case TAR_LAYER, EROFS_LAYER -> {}
      case FOREIGN_LAYER ->
          throw unsupported(label, layer, "a foreign layer, which is not kept with the image");
      case ENCRYPTED_LAYER -> throw unsupported(label, layer, "an encrypted layer");
      default -> throw unsupported(label, layer, "no layer");
    }
    return new LayerSource(
        label,
        () -> store.openBlob(layer),
        layer.size(),
        Optional.of(layer.digest()),
        diffId,
        Optional.of(compression(type)),
        type.kind() == MediaType.Kind.EROFS_LAYER,
        AppendedTree.of(layer));
  }

  /**
   * A file on this machine, whose digest is computed from its bytes.
   *
   * @param erofs whether it holds an EROFS image
   */
  public static LayerSource ofFile(Path file, boolean erofs) throws IOException {
    return new LayerSource(
        file.toString(),
        () -> Files.newInputStream(file),
        Files.size(file),
        Optional.empty(),
        Optional.empty(),
        erofs ? Optional.of(Compression.NONE) : Optional.empty(),
        erofs);
  }

  /** The same, taken for the layer of this digest whatever its bytes are. */
  public LayerSource withDigest(Digest other) {
    return new LayerSource(label, blob, size, Optional.of(other), diffId, compression, erofs, tree);
  }

  private static Compression compression(MediaType type) {
    return switch (type.compression()) {
      case NONE -> Compression.NONE;
      case GZIP -> Compression.GZIP;
      case ZSTD -> Compression.ZSTD;
    };
  }

  private static UnsupportedFeatureException unsupported(
      String label, Descriptor layer, String why) {
    return new UnsupportedFeatureException(
        "%s: media type is %s, %s".formatted(label, layer.mediaType(), why));
  }

  // Spelled out: what a record has by itself is put together at run time, which a start would wait
  // for.
  @Override
  public int hashCode() {
    return label.hashCode();
  }
}
