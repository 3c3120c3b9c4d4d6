package dev.layerseal.erofs;

import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.error.LayersealException;
import dev.layerseal.tree.DeviceNumber;
import dev.layerseal.tree.FileName;
import dev.layerseal.tree.Inode;
import dev.layerseal.tree.Metadata;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All files of an image as a tree. Names, metadata, xattrs and targets are in memory then; content
 * is read from the image when it is asked for.
 */
public final class ImageTree implements ImageWalk.Visitor {

  private static final int PERMISSIONS = 07777;

  private final ImageReader reader;
  private final Deque<NavigableMap<FileName, Inode>> levels = new ArrayDeque<>();
  private final Map<Long, Inode> linked = new HashMap<>();
  private Inode.@Nullable Directory root;

  private ImageTree(ImageReader reader) {
    this.reader = reader;
  }

  /** The root of the tree, which uses {@code reader} as long as content is read. */
  public static Inode.Directory read(ImageReader reader) throws IOException, LayersealException {
    ImageTree tree = new ImageTree(reader);
    ImageWalk.walk(reader, tree);
    return Objects.requireNonNull(tree.root);
  }

  @Override
  public void directory(byte[] path, ImageInode directory) {
    levels.push(new TreeMap<>());
  }

  @Override
  public void leave(byte[] path, ImageInode directory) throws IOException, LayersealException {
    Inode.Directory made = new Inode.Directory(metadata(directory), levels.pop());
    if (path.length == 0) {
      root = made;
    } else {
      put(path, made);
    }
  }

  @Override
  public void file(byte[] path, ImageInode inode, Optional<byte[]> first)
      throws IOException, LayersealException {
    Inode known = linked.get(inode.nid());
    Inode file = known == null ? file(inode) : known;
    if (inode.disk().linkCount() != 1) {
      linked.put(inode.nid(), file);
    }
    put(path, file);
  }

  private void put(byte[] path, Inode inode) throws LayersealException {
    int start = path.length;
    while (start > 0 && path[start - 1] != '/') {
      start--;
    }
    FileName name = FileName.of(Arrays.copyOfRange(path, start, path.length));
    Objects.requireNonNull(levels.peek()).put(name, inode);
  }

  private Inode file(ImageInode inode) throws IOException, LayersealException {
    Metadata metadata = metadata(inode);
    return switch (inode.type()) {
      case REGULAR -> new Inode.RegularFile(metadata, reader.content(inode));
      case SYMLINK -> new Inode.Symlink(metadata, reader.target(inode));
      default ->
          new Inode.Special(
              metadata, kind(inode.type()), DeviceNumber.decode(inode.disk().union()));
    };
  }

  private static Inode.Special.Kind kind(FileType type) {
    return switch (type) {
      case CHARACTER_DEVICE -> Inode.Special.Kind.CHARACTER_DEVICE;
      case BLOCK_DEVICE -> Inode.Special.Kind.BLOCK_DEVICE;
      case FIFO -> Inode.Special.Kind.FIFO;
      default -> Inode.Special.Kind.SOCKET;
    };
  }

  private Metadata metadata(ImageInode inode) throws IOException, LayersealException {
    return new Metadata(
        inode.disk().mode() & PERMISSIONS,
        inode.disk().uid(),
        inode.disk().gid(),
        inode.disk().linkCount(),
        inode.mtime(),
        (int) inode.nanos(),
        reader.xattrs(inode));
  }
}
