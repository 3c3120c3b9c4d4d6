package dev.layerseal.verity;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Several runs of leaves read as one. */
final class JoinedLeaves implements Leaves {

  private final int digestSize;
  private final Leaves[] parts;

  /** Place of the first digest of each part, and of the end. */
  private final long[] starts;

  JoinedLeaves(int digestSize, List<? extends Leaves> parts) {
    this.digestSize = digestSize;
    this.parts = parts.stream().filter(part -> part.count() > 0).toArray(Leaves[]::new);
    this.starts = new long[this.parts.length + 1];
    for (int i = 0; i < this.parts.length; i++) {
      starts[i + 1] = Math.addExact(starts[i], this.parts[i].count());
    }
  }

  @Override
  public long count() {
    return starts[parts.length];
  }

  @Override
  public void read(long first, int count, byte[] out, int at) throws IOException {
    Objects.checkFromIndexSize(first, count, count());
    int part = partOf(first);
    long next = first;
    int done = 0;
    while (done < count) {
      int step = (int) Math.min(count - done, starts[part + 1] - next);
      parts[part].read(next - starts[part], step, out, at + done * digestSize);
      done += step;
      next += step;
      part++;
    }
  }

  private int partOf(long leaf) {
    int found = Arrays.binarySearch(starts, leaf);
    return found >= 0 ? found : -found - 2;
  }
}
