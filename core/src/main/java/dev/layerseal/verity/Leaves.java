package dev.layerseal.verity;

import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** Digests of data blocks, in the order of the blocks: what a hash tree is built on. */
public interface Leaves {

  /** Number of digests. */
  long count();

  /**
   * Writes digests {@code first} to {@code first + count - 1}, side by side, to {@code out} from
   * {@code at} on.
   */
  void read(long first, int count, byte[] out, int at) throws IOException;

  /** {@code count} of these digests, from {@code first} on. */
  default Leaves slice(long first, long count) {
    Objects.checkFromIndexSize(first, count, count());
    Leaves all = this;
    return new Leaves() {
      @Override
      public long count() {
        return count;
      }

      @Override
      public void read(long from, int number, byte[] out, int at) throws IOException {
        Objects.checkFromIndexSize(from, number, count);
        all.read(first + from, number, out, at);
      }
    };
  }

  /**
   * The digests of all {@code parts}, one part behind the other.
   *
   * @param digestSize length of a digest in bytes
   */
  static Leaves concat(int digestSize, List<? extends Leaves> parts) {
    return new JoinedLeaves(digestSize, parts);
  }
}
