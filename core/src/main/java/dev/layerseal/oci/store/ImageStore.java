package dev.layerseal.oci.store;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.StreamException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One repository of images: of a registry, or a layout on this machine. Whatever is read is held
 * against its digest and size; a store never hands out a whole content that is not what was asked
 * for.
 */
public interface ImageStore extends AutoCloseable {

  /** What the repository is called in messages, such as {@code registry.example/app}. */
  String name();

  /**
   * The manifest or index that a reference names. Where the reference has a digest the tag is not
   * looked up.
   *
   * @throws RegistryException when there is none, or it could not be found out
   */
  Descriptor resolve(ImageReference reference) throws LayersealException, IOException;

  /**
   * The exact bytes of a manifest or index.
   *
   * @throws RegistryException when it is not there, or it could not be found out
   * @throws FormatException when the bytes are not what {@code descriptor} names
   */
  byte[] fetchManifest(Descriptor descriptor) throws LayersealException, IOException;

  /**
   * The content of a blob. Its last bytes come only when all of it had the digest and the size of
   * {@code descriptor}; until then the stream ends with a {@link StreamException} that holds a
   * {@link FormatException}, or a {@link RegistryException} when the transport failed.
   *
   * @throws RegistryException when it is not there, or it could not be found out
   */
  InputStream openBlob(Descriptor descriptor) throws LayersealException, IOException;

  boolean hasBlob(Descriptor descriptor) throws LayersealException, IOException;

  /** Stores a blob unless it is there; {@code content} is held against {@code descriptor}. */
  void pushBlob(Descriptor descriptor, BlobSource content) throws LayersealException, IOException;

  /**
   * Stores blobs as {@link #pushBlob} does, in any order or several at a time. When one fails,
   * others may be stored or not.
   */
  default void pushBlobs(Map<Descriptor, BlobSource> blobs) throws LayersealException, IOException {
    for (Map.Entry<Descriptor, BlobSource> blob : blobs.entrySet()) {
      pushBlob(blob.getKey(), blob.getValue());
    }
  }

  /**
   * Stores the exact bytes of a manifest or index, under a tag if one is given. When it has a
   * subject it is afterwards found by {@link #referrers}, whatever the registry can do.
   */
  void pushManifest(Descriptor descriptor, byte[] bytes, Optional<String> tag)
      throws LayersealException, IOException;

  /**
   * The manifests that have {@code subject} as their subject, in no special order, each once. What
   * the list says about their kind is a hint: only the manifest decides, and whether it really
   * names the subject too.
   */
  List<Descriptor> referrers(Digest subject) throws LayersealException, IOException;

  /** Whether there is a manifest or index with this digest; a failure to find out is never a no. */
  boolean hasManifest(Digest digest) throws LayersealException, IOException;

  /**
   * Removes a manifest that refers to {@code subject}, and its name from whatever lists it there.
   * What is gone already is no failure.
   *
   * @throws UnsupportedFeatureException when the store does not remove anything; it is unchanged
   *     then
   */
  void deleteReferrer(Digest referrer, Digest subject) throws LayersealException, IOException;

  /** The tags, in the order in which they were found. */
  List<String> tags() throws LayersealException, IOException;

  /** Frees what the store holds; a second call does nothing. */
  @Override
  default void close() {}

  /** The content of a small blob. */
  default byte[] fetchBlob(Descriptor descriptor, int limit)
      throws LayersealException, IOException {
    if (descriptor.size() > limit) {
      throw new FormatException(
          "blob %s: %d bytes, expected %d at most"
              .formatted(descriptor.digest(), descriptor.size(), limit));
    }
    try (InputStream in = openBlob(descriptor)) {
      return in.readAllBytes();
    } catch (StreamException e) {
      throw e.failure();
    }
  }

  /** Stores a blob that is in memory. */
  default void pushBlob(Descriptor descriptor, byte[] content)
      throws LayersealException, IOException {
    pushBlob(descriptor, BlobSource.of(content));
  }
}
