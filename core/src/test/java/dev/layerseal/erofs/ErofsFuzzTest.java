package dev.layerseal.erofs;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.layerseal.bytes.ByteReader;
import dev.layerseal.erofs.disk.DirentBlock;
import dev.layerseal.erofs.disk.XattrArea;
import dev.layerseal.error.FormatException;
import java.io.IOException;

/** Invariant of each target: a value or a documented refusal, in bounded time and memory. */
class ErofsFuzzTest {

  @FuzzTest(maxDuration = "30s")
  void image(byte[] bytes) throws IOException {
    MutatedImages.readAll(bytes);
  }

  @FuzzTest(maxDuration = "10s")
  void xattrArea(byte[] bytes) {
    try {
      XattrArea.decode(new ByteReader("xattr area", 0, bytes));
    } catch (FormatException e) {
      // A verdict.
    }
  }

  @FuzzTest(maxDuration = "10s")
  void direntBlock(byte[] bytes) {
    try {
      DirentBlock.decode(0, bytes);
    } catch (FormatException e) {
      // A verdict.
    }
  }
}
