package dev.layerseal.erofs;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import java.io.IOException;
import java.util.ArrayDeque;
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

  private record Level(WalkPath path, ImageInode directory, Iterator<DirectoryEntry> entries) {}

  private final ImageReader reader;
  private final Visitor visitor;
  private final NidTable directories = new NidTable();
  private final Map<Long, WalkPath> linked = new HashMap<>();
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
    enter(WalkPath.ROOT, reader.root());
    while (!levels.isEmpty()) {
      Level level = levels.getLast();
      if (level.entries().hasNext()) {
        visit(level, level.entries().next());
      } else {
        visitor.leave(level.path().bytes(), level.directory());
        levels.removeLast();
      }
    }
  }

  private void visit(Level level, DirectoryEntry entry) throws IOException, LayersealException {
    WalkPath path = level.path().child(entry.name());
    ImageInode inode = reader.typed(entry);
    if (inode.isDirectory()) {
      enter(path, inode);
    } else {
      visitor.file(path.bytes(), inode, first(path, inode));
    }
  }

  private void enter(WalkPath path, ImageInode directory) throws IOException, LayersealException {
    if (directories.get(directory.nid()) != 0) {
      throw new FormatException(directory + ": a second directory entry leads to it");
    }
    directories.put(directory.nid(), 1);
    visitor.directory(path.bytes(), directory);
    List<DirectoryEntry> entries = reader.entries(directory);
    levels.addLast(new Level(path, directory, entries.iterator()));
  }

  private Optional<byte[]> first(WalkPath path, ImageInode inode) {
    if (inode.disk().linkCount() == 1) {
      return Optional.empty();
    }
    return Optional.ofNullable(linked.putIfAbsent(inode.nid(), path)).map(WalkPath::bytes);
  }
}
