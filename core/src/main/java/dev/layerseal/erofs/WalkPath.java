package dev.layerseal.erofs;

import dev.layerseal.error.FormatException;
import dev.layerseal.tree.FileName;
import org.jspecify.annotations.Nullable;

/**
 * Where a walk is. Keeps the last name alone, and leads to its directory for the rest: whole paths
 * of many names in a deep tree take far more memory than their image.
 *
 * @param length bytes of the whole path
 */
record WalkPath(@Nullable WalkPath parent, byte[] name, int length) {

  /** Bytes of a path; deeper trees are refused, as no system call could name what is in them. */
  private static final int MAX_PATH = 1 << 16;

  static final WalkPath ROOT = new WalkPath(null, new byte[0], 0);

  WalkPath child(FileName name) throws FormatException {
    int slash = length == 0 ? 0 : 1;
    if (slash == 1 && length + name.length() >= MAX_PATH) {
      throw new FormatException("directories are deeper than %d bytes of path".formatted(MAX_PATH));
    }
    return new WalkPath(this, name.bytes(), length + slash + name.length());
  }

  /** The whole path, without a slash in front. */
  byte[] bytes() {
    byte[] bytes = new byte[length];
    int end = length;
    for (WalkPath at = this; at.parent != null; at = at.parent) {
      System.arraycopy(at.name, 0, bytes, end - at.name.length, at.name.length);
      end -= at.name.length + 1;
      if (end > 0) {
        bytes[end] = '/';
      }
    }
    return bytes;
  }
}
