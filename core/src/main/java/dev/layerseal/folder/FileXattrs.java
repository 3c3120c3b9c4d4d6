package dev.layerseal.folder;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.tree.Xattrs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The xattrs of a file, all of them: the JDK shows {@code user.*} alone. Asks the C library, which
 * is why this is the one class with native calls.
 */
public final class FileXattrs {

  private static final int MAX = 1 << 16;
  private static final int NO_DATA = 61;
  private static final int NOT_SUPPORTED = 95;
  private static final byte[] USER = "user.".getBytes(US_ASCII);

  private final byte[] names = new byte[MAX];
  private final byte[] value = new byte[MAX];
  private final boolean userOnly;

  /**
   * @param userOnly whether only names that start with {@code user.} are read
   */
  public FileXattrs(boolean userOnly) throws UnsupportedFeatureException {
    this.userOnly = userOnly;
    try {
      C.load();
    } catch (LinkageError e) {
      throw new UnsupportedFeatureException(
          "extended attributes cannot be read on this system",
          "leave them out (--skip-xattrs, --xattrs drop)",
          e);
    }
  }

  /** The functions of the C library. */
  private static final class C {
    static {
      Native.register("c");
    }

    static void load() {}

    static native long llistxattr(byte[] path, byte[] list, long size) throws LastErrorException;

    static native long lgetxattr(byte[] path, byte[] name, byte[] value, long size)
        throws LastErrorException;
  }

  /**
   * The attributes of the file itself, not of what it links to, in the order of the file system.
   *
   * @param path the bytes of an absolute path
   */
  public Xattrs of(byte[] path) throws IOException {
    byte[] terminated = Arrays.copyOf(path, path.length + 1);
    int length;
    try {
      length = (int) C.llistxattr(terminated, names, MAX);
    } catch (LastErrorException e) {
      if (e.getErrorCode() == NOT_SUPPORTED) {
        return Xattrs.NONE;
      }
      throw new IOException(
          text(path) + ": its xattrs cannot be listed, error " + e.getMessage(), e);
    }
    if (length == 0) {
      return Xattrs.NONE;
    }
    List<Xattrs.Entry> found = new ArrayList<>();
    for (int start = 0; start < length; ) {
      int end = start;
      while (end < length && names[end] != 0) {
        end++;
      }
      byte[] name = Arrays.copyOfRange(names, start, end);
      start = end + 1;
      if (!userOnly || isUser(name)) {
        value(terminated, name, found);
      }
    }
    return found.isEmpty() ? Xattrs.NONE : new Xattrs(found);
  }

  private static boolean isUser(byte[] name) {
    return name.length >= USER.length && Arrays.equals(name, 0, USER.length, USER, 0, USER.length);
  }

  private void value(byte[] path, byte[] name, List<Xattrs.Entry> found) throws IOException {
    try {
      int length = (int) C.lgetxattr(path, Arrays.copyOf(name, name.length + 1), value, MAX);
      found.add(new Xattrs.Entry(name, Arrays.copyOf(value, length)));
    } catch (LastErrorException e) {
      if (e.getErrorCode() != NO_DATA) {
        throw new IOException(
            "%s: xattr %s cannot be read, error %s"
                .formatted(text(path), text(name), e.getMessage()),
            e);
      }
    }
  }

  private static String text(byte[] bytes) {
    return dev.layerseal.tree.PrintableBytes.of(bytes);
  }
}
