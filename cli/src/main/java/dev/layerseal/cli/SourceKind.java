package dev.layerseal.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What a composefs image can be made from. */
enum SourceKind {
  FOLDER,
  DUMPFILE,
  LAYER,
  IMAGE;

  private static final int MAGIC = 257;
  private static final byte[] USTAR = {'u', 's', 't', 'a', 'r'};

  /** What is at {@code source}: a name where nothing is can only be that of an image. */
  static SourceKind of(String source, boolean layout) throws IOException {
    Path path = Path.of(source);
    if (layout || !Files.exists(path)) {
      return IMAGE;
    }
    return Files.isDirectory(path) ? FOLDER : ofFile(path);
  }

  /** The first line of a dumpfile is that of the root, {@code /}. */
  private static SourceKind ofFile(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(MAGIC + USTAR.length);
      boolean tar =
          head.length == MAGIC + USTAR.length
              && Arrays.equals(head, MAGIC, head.length, USTAR, 0, USTAR.length);
      boolean compressed = head.length > 1 && (head[0] == 0x1f || head[0] == 0x28 && head[1] < 0);
      return tar || compressed || head.length > 0 && head[0] == 0 ? LAYER : DUMPFILE;
    }
  }
}
