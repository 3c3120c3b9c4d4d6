package dev.layerseal.composefs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.tree.Content;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The content of a file that an image names without holding it. */
public final class ExternalContent implements Content {

  private static final byte[] NONE = {};

  private final long size;
  private final byte @Nullable [] path;
  private final @Nullable FsVerityDigest digest;

  /**
   * Content of {@code size} bytes.
   *
   * @param path where it is, relative to the object store; empty when not known
   * @param digest its fs-verity digest; null when not known
   */
  public ExternalContent(long size, byte[] path, @Nullable FsVerityDigest digest) {
    this.size = size;
    // Millions of files have the path that their digest tells: it is not kept twice.
    this.path =
        digest != null && Arrays.equals(path, ObjectPath.of(digest).getBytes(US_ASCII))
            ? null
            : path.clone();
    this.digest = digest;
  }

  /** Content in the object that {@code digest} names. */
  public static ExternalContent of(long size, FsVerityDigest digest) {
    return new ExternalContent(size, ObjectPath.of(digest).getBytes(US_ASCII), digest);
  }

  @Override
  public long size() {
    return size;
  }

  /** Where it is, relative to the object store; empty when not known. */
  public byte[] path() {
    if (path != null) {
      return path.clone();
    }
    return digest == null ? NONE : ObjectPath.of(digest).getBytes(US_ASCII);
  }

  /** Bytes that the path takes in memory: none where the digest tells it. */
  int keptPath() {
    return path == null ? 0 : path.length;
  }

  public Optional<FsVerityDigest> digest() {
    return Optional.ofNullable(digest);
  }

  @Override
  public void writeTo(OutputStream out) throws UnsupportedFeatureException {
    throw new UnsupportedFeatureException("the content is not in the image but in its store");
  }
}
