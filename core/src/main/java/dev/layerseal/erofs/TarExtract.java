package dev.layerseal.erofs;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.tree.DeviceNumber;
import dev.layerseal.tree.Xattrs;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the files of an image as a tar archive that is a function of the image alone: pax format,
 * names in byte order, every attribute kept. Sockets, which tar has no type for, are left out.
 */
public final class TarExtract implements ImageWalk.Visitor {

  private static final int PIECE = 1 << 16;

  private final ImageReader reader;
  private final PaxWriter tar;
  private final FolderExtract.ByteLimit limit;
  private final @Nullable LayerMarks marks;
  private final byte[] buffer = new byte[PIECE];

  private TarExtract(ImageReader reader, PaxWriter tar, long maxBytes, @Nullable LayerMarks marks) {
    this.reader = reader;
    this.tar = tar;
    this.marks = marks;
    this.limit = new FolderExtract.ByteLimit(maxBytes);
  }

  /**
   * Writes everything to {@code out}, which stays open.
   *
   * @param maxBytes content that is written at most
   */
  public static void extract(ImageReader reader, OutputStream out, long maxBytes)
      throws IOException, LayersealException {
    extract(reader, out, maxBytes, null);
  }

  /**
   * The same as the archive of an image layer, where the marks of overlay layers have their other
   * form. The image that mkfs.erofs makes of it with {@code --aufs} is this one again, but for the
   * UUID, if mkfs.erofs made this one of an archive without contradictions in it.
   *
   * @throws UnsupportedFeatureException when a file has a name that is a mark in archives
   */
  public static void extractLayer(ImageReader reader, OutputStream out, long maxBytes)
      throws IOException, LayersealException {
    extract(reader, out, maxBytes, new LayerMarks(reader));
  }

  private static void extract(
      ImageReader reader, OutputStream out, long maxBytes, @Nullable LayerMarks marks)
      throws IOException, LayersealException {
    PaxWriter tar = new PaxWriter(out);
    ImageWalk.walk(reader, new TarExtract(reader, tar, maxBytes, marks));
    tar.finish();
  }

  @Override
  public void directory(byte[] path, ImageInode directory) throws IOException, LayersealException {
    byte[] name = path.length == 0 ? new byte[] {'.'} : path;
    if (marks == null) {
      tar.header('5', name, directory, reader.xattrs(directory)).write();
      return;
    }
    LayerMarks.refuseMark(path);
    tar.header('5', name, directory, marks.unmarked(path, directory)).write();
    int opaque = LayerMarks.opaqueMarks(path, reader.xattrs(directory));
    for (int mark = 0; mark < opaque; mark++) {
      tar.header('0', LayerMarks.opaqueFile(path), directory, Xattrs.NONE).write();
    }
  }

  @Override
  public void file(byte[] path, ImageInode inode, Optional<byte[]> first)
      throws IOException, LayersealException {
    if (marks != null && marks.isWhiteout(inode)) {
      tar.header('0', LayerMarks.whiteout(path), inode, Xattrs.NONE).write();
      return;
    }
    if (marks != null) {
      LayerMarks.refuseMark(path);
    }
    switch (inode.type()) {
      case REGULAR -> regular(path, inode, first);
      case SYMLINK -> entry('2', path, inode, first).link(linkOr(first, inode)).write();
      case CHARACTER_DEVICE -> device('3', path, inode, first);
      case BLOCK_DEVICE -> device('4', path, inode, first);
      case FIFO -> entry('6', path, inode, first).write();
      default -> {
        // A socket means nothing without the process behind it.
      }
    }
  }

  private byte[] linkOr(Optional<byte[]> first, ImageInode inode)
      throws IOException, LayersealException {
    return first.isPresent() ? first.get() : reader.target(inode);
  }

  /** The header of an entry, or of a hard link where the inode was written before. */
  private PaxWriter.Header entry(char type, byte[] path, ImageInode inode, Optional<byte[]> first)
      throws IOException, LayersealException {
    if (first.isPresent()) {
      return tar.header('1', path, inode, Xattrs.NONE).link(first.get());
    }
    return tar.header(type, path, inode, reader.xattrs(inode));
  }

  private void device(char type, byte[] path, ImageInode inode, Optional<byte[]> first)
      throws IOException, LayersealException {
    entry(type, path, inode, first).device(DeviceNumber.decode(inode.disk().union())).write();
  }

  private void regular(byte[] path, ImageInode inode, Optional<byte[]> first)
      throws IOException, LayersealException {
    if (first.isPresent()) {
      entry('0', path, inode, first).write();
      return;
    }
    ImageSource source = reader.source(inode);
    limit.spend(source.size());
    entry('0', path, inode, first).size(source.size()).write();
    for (long at = 0; at < source.size(); at += buffer.length) {
      int length = (int) Math.min(buffer.length, source.size() - at);
      source.read(at, buffer, 0, length);
      tar.content(buffer, length);
    }
    tar.pad(source.size());
  }
}
