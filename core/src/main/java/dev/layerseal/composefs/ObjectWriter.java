package dev.layerseal.composefs;

import dev.layerseal.error.FormatException;
import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.fsverity.FsVerityHasher;
import dev.layerseal.fsverity.FsVerityParameters;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** An object on its way into a store: its name is known once all of it was written. */
public final class ObjectWriter implements Closeable {

  private final ObjectStore store;
  private final FsVerityHasher hasher;
  private final Path temporary;
  private final FileChannel file;

  ObjectWriter(ObjectStore store, FsVerityParameters parameters, Path temporary)
      throws IOException {
    this.store = store;
    this.hasher = new FsVerityHasher(parameters);
    this.temporary = temporary;
    this.file = FileChannel.open(temporary, StandardOpenOption.WRITE);
  }

  public void write(byte[] buffer, int offset, int length) throws IOException {
    hasher.update(buffer, offset, length);
    ByteBuffer bytes = ByteBuffer.wrap(buffer, offset, length);
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  /**
   * Puts the object under its name; one that is there already is read, and kept when it is right.
   *
   * @throws FormatException when the store has other bytes under that name
   */
  public FsVerityDigest finish() throws IOException, FormatException {
    FsVerityDigest digest = hasher.finish();
    try {
      if (!store.holds(digest)) {
        file.force(true);
        store.publish(temporary, digest);
      }
    } finally {
      close();
    }
    return digest;
  }

  /** Removes what was written unless it was finished. */
  @Override
  public void close() throws IOException {
    file.close();
    Files.deleteIfExists(temporary);
  }
}
