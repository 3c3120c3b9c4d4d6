package dev.layerseal.composefs.oci;

import dev.layerseal.composefs.ExternalContent;
import dev.layerseal.composefs.FolderScan;
import dev.layerseal.composefs.ObjectStore;
import dev.layerseal.composefs.ObjectWriter;
import dev.layerseal.error.LayersealException;
import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.fsverity.FsVerityHasher;
import dev.layerseal.fsverity.FsVerityParameters;
import dev.layerseal.tree.Content;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Content of files as it comes: what is small is kept, other is hashed, and stored if wanted. */
final class EntryContent implements Closeable {

  private final FsVerityHasher hasher;
  private final Optional<ObjectStore> store;
  private final byte[] small = new byte[FolderScan.MAX_INLINE];
  private @Nullable ObjectWriter object;
  private long size;
  private long filled;

  EntryContent(FsVerityParameters parameters, Optional<ObjectStore> store) {
    this.hasher = new FsVerityHasher(parameters);
    this.store = store;
  }

  /** The next content has {@code length} bytes. */
  void start(long length) throws IOException {
    size = length;
    filled = 0;
    if (size > small.length && store.isPresent()) {
      object = store.get().writer();
    }
  }

  void update(byte[] buffer, int offset, int length) throws IOException {
    if (size <= small.length) {
      System.arraycopy(buffer, offset, small, (int) filled, length);
    } else if (object != null) {
      object.write(buffer, offset, length);
    } else {
      hasher.update(buffer, offset, length);
    }
    filled += length;
  }

  /** Whether all of it has come. */
  boolean complete() {
    return filled == size;
  }

  Content finish() throws IOException, LayersealException {
    if (size == 0) {
      return Content.EMPTY;
    }
    if (size <= small.length) {
      return Content.of(java.util.Arrays.copyOf(small, (int) size));
    }
    FsVerityDigest digest = object == null ? hasher.finish() : object.finish();
    object = null;
    return ExternalContent.of(size, digest);
  }

  /** Removes what was stored of a content that did not come to its end. */
  @Override
  public void close() throws IOException {
    if (object != null) {
      object.close();
    }
  }
}
