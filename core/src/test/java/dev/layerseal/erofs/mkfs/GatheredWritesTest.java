package dev.layerseal.erofs.mkfs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

class GatheredWritesTest {

  private static final int LENGTH = 3 << 20;

  @TempDir Path folder;

  /** Writes side by side, over each other, with gaps and backwards, as if each went to the file. */
  @RepeatedTest(20)
  void writesWhatSingleWritesWould(RepetitionInfo repetition) throws Exception {
    SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
    byte[] source = new byte[LENGTH];
    random.nextBytes(source);
    byte[] expected = new byte[LENGTH];
    try (Spool file = Spool.open(folder.resolve("file"));
        Spool from = Spool.open(folder.resolve("from"))) {
      file.write(0, expected, 0, LENGTH);
      from.write(0, source, 0, LENGTH);
      GatheredWrites buffer = new GatheredWrites(file);
      int position = 0;
      for (int i = 0; i < 300; i++) {
        int length = random.nextInt(i % 50 == 0 ? 900_000 : 20_000);
        position =
            switch (random.nextInt(8)) {
              case 0 -> random.nextInt(LENGTH);
              case 1 -> Math.max(0, position - random.nextInt(30_000));
              default -> position;
            };
        length = Math.min(length, LENGTH - position);
        int at = random.nextInt(LENGTH - length + 1);
        switch (random.nextInt(3)) {
          case 0 -> {
            length = Math.min(length, 4096);
            buffer.zeros(position, length);
            Arrays.fill(expected, position, position + length, (byte) 0);
          }
          case 1 -> {
            buffer.write(position, source, at, length);
            System.arraycopy(source, at, expected, position, length);
          }
          default -> {
            buffer.copy(from, at, position, length);
            System.arraycopy(source, at, expected, position, length);
          }
        }
        position += length;
      }
      buffer.flush();
      byte[] found = new byte[LENGTH];
      file.read(0, found, 0, LENGTH);
      assertArrayEquals(expected, found);
    }
  }
}
