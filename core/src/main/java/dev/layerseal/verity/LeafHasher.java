package dev.layerseal.verity;

import java.io.IOException;
import java.util.Objects;

/**
 * Hashes a stream of data block by block into a {@link LeafSink}. Pieces may have any length. The
 * loop allocates nothing.
 */
public final class LeafHasher {

  private final BlockHasher hasher;
  private final LeafSink sink;
  private final byte[] pending;
  private int pendingLength;
  private long length;

  public LeafHasher(VerityParameters parameters, LeafSink sink) {
    if (sink.digestSize() != parameters.hash().size()) {
      throw new IllegalArgumentException("a sink for digests of another length");
    }
    this.hasher = new BlockHasher(parameters);
    this.sink = sink;
    this.pending = new byte[parameters.dataBlockSize().bytes()];
  }

  /** Bytes of data so far. */
  public long length() {
    return length;
  }

  /** Takes the next {@code count} bytes of data. */
  public void update(byte[] buffer, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, buffer.length);
    length += count;
    int at = offset;
    int end = offset + count;
    if (pendingLength > 0) {
      int step = Math.min(count, pending.length - pendingLength);
      if (pendingLength + step == pending.length) {
        hasher.hash(pending, pendingLength, buffer, at, step, sink.nextArray(), sink.nextAt());
        sink.written();
        pendingLength = 0;
        at += step;
      }
    }
    while (end - at >= pending.length) {
      hasher.hash(buffer, at, pending.length, sink.nextArray(), sink.nextAt());
      sink.written();
      at += pending.length;
    }
    System.arraycopy(buffer, at, pending, pendingLength, end - at);
    pendingLength += end - at;
  }

  /** Takes {@code count} zero bytes. */
  public void updateZeros(long count) throws IOException {
    byte[] zeros = new byte[(int) Math.min(count, 1 << 16)];
    for (long left = count; left > 0; left -= Math.min(left, zeros.length)) {
      update(zeros, 0, (int) Math.min(left, zeros.length));
    }
  }

  /** Leaves out a block that began and did not end, as veritysetup does. */
  public void finish() {
    pendingLength = 0;
  }

  /** Fills the last block with zeros where it began and did not end. */
  public void finishPadded() throws IOException {
    if (pendingLength > 0) {
      updateZeros(pending.length - pendingLength);
    }
  }
}
