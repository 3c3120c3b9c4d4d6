package dev.layerseal.erofs.mkfs;

import dev.layerseal.verity.SpillFolder;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Holds what files were compressed to until there is a place for it: the first of it in memory, the
 * rest in a temporary file. Any thread may append; what it appended, another may copy once it knows
 * of it.
 */
final class ClusterStore implements AutoCloseable {

  private static final int CHUNK = 1 << 20;

  private final byte[] @Nullable [] chunks;
  private final long kept;
  private final Spool file;
  private final AtomicLong end = new AtomicLong();

  /**
   * @param bound bytes kept in memory at most
   */
  ClusterStore(long bound, SpillFolder temporary) throws IOException {
    this.chunks = new byte[(int) (bound / CHUNK)][];
    this.kept = (long) chunks.length * CHUNK;
    this.file = new Spool(temporary.open("clusters"));
  }

  /** Takes the first {@code length} bytes; says where they are. */
  long append(byte[] bytes, int length) throws IOException {
    long position = end.getAndAdd(length);
    int taken = 0;
    while (taken < length && position + taken < kept) {
      int within = (int) ((position + taken) % CHUNK);
      int count = Math.min(length - taken, CHUNK - within);
      System.arraycopy(bytes, taken, chunk(position + taken), within, count);
      taken += count;
    }
    if (taken < length) {
      file.write(position + taken - kept, bytes, taken, length - taken);
    }
    return position;
  }

  private synchronized byte[] chunk(long position) {
    int index = (int) (position / CHUNK);
    byte[] chunk = chunks[index];
    if (chunk == null) {
      chunk = new byte[CHUNK];
      chunks[index] = chunk;
    }
    return chunk;
  }

  /** Writes bytes that were taken to another file. */
  void copy(long from, GatheredWrites target, long to, int length) throws IOException {
    int written = 0;
    while (written < length && from + written < kept) {
      int within = (int) ((from + written) % CHUNK);
      int count = Math.min(length - written, CHUNK - within);
      target.write(to + written, chunk(from + written), within, count);
      written += count;
    }
    if (written < length) {
      target.copy(file, from + written - kept, to + written, length - written);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
