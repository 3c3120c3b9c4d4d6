package dev.layerseal.erofs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.tree.PrintableBytes;
import dev.layerseal.tree.Xattrs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The marks of overlay layers, from their form in images to that in layer archives: a character
 * device 0:0 without permissions becomes {@code .wh.NAME}, the xattr {@code trusted.overlay.opaque}
 * the file {@code .wh..wh..opq}. The xattr {@code trusted.overlay.origin} of a directory with
 * whiteouts goes: whoever makes the image again adds it.
 */
final class LayerMarks {

  private static final byte[] PREFIX = ".wh.".getBytes(US_ASCII);
  private static final byte[] OPAQUE_FILE = ".wh..wh..opq".getBytes(US_ASCII);
  private static final byte[] OPAQUE = "trusted.overlay.opaque".getBytes(US_ASCII);
  private static final byte[] ORIGIN = "trusted.overlay.origin".getBytes(US_ASCII);
  private static final byte[] YES = {'y'};

  private final ImageReader reader;

  LayerMarks(ImageReader reader) {
    this.reader = reader;
  }

  boolean isWhiteout(ImageInode inode) throws IOException, LayersealException {
    return inode.type() == FileType.CHARACTER_DEVICE
        && (inode.disk().mode() & 07777) == 0
        && inode.disk().union() == 0
        && reader.xattrs(inode).isEmpty();
  }

  /**
   * How often a directory is marked as hiding what is below it; mkfs.erofs keeps each mark. For the
   * root an archive has no such mark.
   */
  static int opaqueMarks(byte[] path, Xattrs xattrs) {
    return path.length == 0
        ? 0
        : (int) xattrs.entries().stream().filter(LayerMarks::isOpaque).count();
  }

  private static boolean isOpaque(Xattrs.Entry xattr) {
    return Arrays.equals(xattr.name(), OPAQUE) && Arrays.equals(xattr.value(), YES);
  }

  /** The xattrs of a directory that no mark stands for. */
  Xattrs unmarked(byte[] path, ImageInode directory) throws IOException, LayersealException {
    Xattrs xattrs = reader.xattrs(directory);
    boolean origin =
        xattrs.value(ORIGIN).filter(value -> value.length == 0).isPresent()
            && hidesBelow(directory);
    List<Xattrs.Entry> kept = new ArrayList<>();
    for (Xattrs.Entry xattr : xattrs.entries()) {
      boolean marked =
          path.length > 0 && isOpaque(xattr) || origin && Arrays.equals(xattr.name(), ORIGIN);
      if (!marked) {
        kept.add(xattr);
      }
    }
    return new Xattrs(kept);
  }

  private boolean hidesBelow(ImageInode directory) throws IOException, LayersealException {
    for (DirectoryEntry entry : reader.entries(directory)) {
      if (entry.type() == FileType.CHARACTER_DEVICE && isWhiteout(reader.typed(entry))) {
        return true;
      }
    }
    return false;
  }

  /** Path of the whiteout of what {@code path} names. */
  static byte[] whiteout(byte[] path) {
    return insert(path, nameStart(path), PREFIX);
  }

  /** Path of the file that marks a directory as opaque. */
  static byte[] opaqueFile(byte[] directory) {
    byte[] slashed = insert(directory, directory.length, new byte[] {'/'});
    return insert(slashed, slashed.length, OPAQUE_FILE);
  }

  /**
   * @throws UnsupportedFeatureException when a file that is no mark is called like one
   */
  static void refuseMark(byte[] path) throws UnsupportedFeatureException {
    int start = nameStart(path);
    if (path.length - start >= PREFIX.length
        && Arrays.equals(path, start, start + PREFIX.length, PREFIX, 0, PREFIX.length)) {
      throw new UnsupportedFeatureException(
          "%s: a file of this name would be a whiteout in a layer archive"
              .formatted(PrintableBytes.of(path)));
    }
  }

  private static int nameStart(byte[] path) {
    int start = path.length;
    while (start > 0 && path[start - 1] != '/') {
      start--;
    }
    return start;
  }

  private static byte[] insert(byte[] into, int at, byte[] added) {
    byte[] result = Arrays.copyOf(into, into.length + added.length);
    System.arraycopy(into, at, result, at + added.length, into.length - at);
    System.arraycopy(added, 0, result, at, added.length);
    return result;
  }
}
