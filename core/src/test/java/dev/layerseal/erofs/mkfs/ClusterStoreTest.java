package dev.layerseal.erofs.mkfs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.layerseal.verity.SpillFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterStoreTest {

  @TempDir Path folder;

  /** Nothing in memory, a part that ends inside a run of bytes, and everything. */
  @ParameterizedTest
  @ValueSource(longs = {0, 3 << 20, 64 << 20})
  void givesBackWhatItTook(long bound) throws Exception {
    SplittableRandom random = new SplittableRandom(bound);
    List<byte[]> taken = new ArrayList<>();
    List<Long> positions = new ArrayList<>();
    try (ClusterStore store = new ClusterStore(bound, new SpillFolder(folder));
        Spool target = Spool.open(folder.resolve("target"))) {
      for (int i = 0; i < 40; i++) {
        byte[] bytes = new byte[random.nextInt(i == 20 ? 3 << 20 : 400_000)];
        random.nextBytes(bytes);
        taken.add(bytes);
        positions.add(store.append(Arrays.copyOf(bytes, bytes.length + 10), bytes.length));
      }
      GatheredWrites writes = new GatheredWrites(target);
      long to = 0;
      for (int i = taken.size() - 1; i >= 0; i--) {
        byte[] expected = taken.get(i);
        store.copy(positions.get(i), writes, to, expected.length);
        writes.flush();
        byte[] found = new byte[expected.length];
        target.read(to, found, 0, found.length);
        assertArrayEquals(expected, found, "run " + i);
        to += expected.length;
      }
      assertEquals(to, taken.stream().mapToLong(bytes -> bytes.length).sum());
    }
  }
}
