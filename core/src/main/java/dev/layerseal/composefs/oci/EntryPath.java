package dev.layerseal.composefs.oci;

import dev.layerseal.error.FormatException;
import dev.layerseal.tree.PrintableBytes;
import java.io.ByteArrayOutputStream;

/** The path of an entry, without what means nothing in it. */
final class EntryPath {

  private EntryPath() {}

  /**
   * The names of {@code path} with one slash between them; empty for the root.
   *
   * @throws FormatException when a component is {@code ..}
   */
  static byte[] of(byte[] path) throws FormatException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(path.length);
    int start = 0;
    for (int at = 0; at <= path.length; at++) {
      if (at == path.length || path[at] == '/') {
        append(out, path, start, at);
        start = at + 1;
      }
    }
    return out.toByteArray();
  }

  private static void append(ByteArrayOutputStream out, byte[] path, int start, int end)
      throws FormatException {
    boolean dot = end > start && path[start] == '.';
    if (end == start || dot && end == start + 1) {
      return;
    }
    if (dot && end == start + 2 && path[start + 1] == '.') {
      throw new FormatException("'..' in the path " + PrintableBytes.of(path));
    }
    if (out.size() > 0) {
      out.write('/');
    }
    out.write(path, start, end - start);
  }
}
