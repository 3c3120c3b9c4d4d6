package dev.layerseal.erofs.mkfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentQueueTest {

  private static final int FILES = 1_000_000;

  @TempDir Path folder;

  @Test
  void manySmallFilesAreNotAllAhead() throws Exception {
    AtomicInteger taken = new AtomicInteger();
    Stream<SegmentQueue.Piece> pieces =
        Stream.generate(() -> new SegmentQueue.Piece(0, 1))
            .limit(FILES)
            .peek(piece -> taken.incrementAndGet());
    try (Spool content = Spool.open(folder.resolve("content"));
        SegmentQueue queue =
            new SegmentQueue(
                content, Compression.parse("lz4"), ErofsUtils.V1_9, pieces.iterator(), 1)) {
      content.write(0, new byte[1], 0, 1);
      assertEquals(1, queue.next().extents().size());
      assertTrue(taken.get() < 10_000, taken + " files");
    }
  }
}
