package dev.layerseal.erofs.mkfs;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** Gives back what a {@link FileSink} took, file by file. */
public interface FileSource {

  /** A source for images into which no content goes, or whose content nobody asks for. */
  FileSource NONE =
      (file, offset, length, target) -> {
        throw new IllegalStateException("no content was kept");
      };

  /** Writes {@code length} bytes of the file from {@code offset} on. */
  void copy(int file, long offset, long length, WritableByteChannel target) throws IOException;
}
