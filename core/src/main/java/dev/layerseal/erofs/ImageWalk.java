package dev.layerseal.erofs;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.tree.FileName;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Visits every file of an image: a directory, then what is in it in the order of the names, then
 * the directory once more. Each directory is entered once; a second way to it is refused.
 */
public final class ImageWalk {

  /** What is done with each file. Paths have no slash in front; that of the root is empty. */
  public interface Visitor {
    void directory(byte[] path, ImageInode directory) throws IOException, LayersealException;

    /**
     * Anything but a directory.
     *
     * @param first path that led to the same inode before: this is a hard link to it
     */
    void file(byte[] path, ImageInode inode, Optional<byte[]> first)
        throws IOException, LayersealException;

    /** All entries of the directory were visited. */
    default void leave(byte[] path, ImageInode directory) throws IOException, LayersealException {}
  }

  private record Level(byte[] path, ImageInode directory, Iterator<DirectoryEntry> entries) {}

  /** Bytes of a path; deeper trees are refused, as no system call could name what is in them. */
  private static final int MAX_PATH = 1 << 16;

  private final ImageReader reader;
  private final Visitor visitor;
  private final NidTable directories = new NidTable();
  private final Map<Long, byte[]> linked = new HashMap<>();
  private final Deque<Level> levels = new ArrayDeque<>();

  private ImageWalk(ImageReader reader, Visitor visitor) {
    this.reader = reader;
    this.visitor = visitor;
  }

  public static void walk(ImageReader reader, Visitor visitor)
      throws IOException, LayersealException {
    new ImageWalk(reader, visitor).run();
  }

  private void run() throws IOException, LayersealException {
    enter(new byte[0], reader.root());
    while (!levels.isEmpty()) {
      Level level = levels.getLast();
      if (level.entries().hasNext()) {
        visit(level, level.entries().next());
      } else {
        visitor.leave(level.path(), level.directory());
        levels.removeLast();
      }
    }
  }

  private void visit(Level level, DirectoryEntry entry) throws IOException, LayersealException {
    byte[] path = child(level.path(), entry.name());
    ImageInode inode = reader.typed(entry);
    if (inode.isDirectory()) {
      enter(path, inode);
    } else {
      visitor.file(path, inode, first(path, inode));
    }
  }

  private void enter(byte[] path, ImageInode directory) throws IOException, LayersealException {
    if (directories.get(directory.nid()) != 0) {
      throw new FormatException(directory + ": a second directory entry leads to it");
    }
    directories.put(directory.nid(), 1);
    visitor.directory(path, directory);
    List<DirectoryEntry> entries = reader.entries(directory);
    levels.addLast(new Level(path, directory, entries.iterator()));
  }

  private Optional<byte[]> first(byte[] path, ImageInode inode) {
    if (inode.disk().linkCount() == 1) {
      return Optional.empty();
    }
    return Optional.ofNullable(linked.putIfAbsent(inode.nid(), path));
  }

  private static byte[] child(byte[] path, FileName name) throws FormatException {
    byte[] bytes = name.bytes();
    if (path.length == 0) {
      return bytes;
    }
    if (path.length + bytes.length >= MAX_PATH) {
      throw new FormatException("directories are deeper than %d bytes of path".formatted(MAX_PATH));
    }
    byte[] child = Arrays.copyOf(path, path.length + 1 + bytes.length);
    child[path.length] = '/';
    System.arraycopy(bytes, 0, child, path.length + 1, bytes.length);
    return child;
  }
}
