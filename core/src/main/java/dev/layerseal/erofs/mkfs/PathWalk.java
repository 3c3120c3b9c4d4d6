package dev.layerseal.erofs.mkfs;

import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.tar.Refusal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Follows a path from the root, making what is missing: directories on the way, and a name without
 * a type at its end. The last component may be a mark of the {@code .wh.} form.
 */
final class PathWalk {

  private static final byte[] OPAQUE = {'.', 'w', 'h', '.', '.', 'w', 'h', '.', '.', 'o', 'p', 'q'};
  private static final int WHITEOUT_PREFIX = 4;

  private final Node root;
  private final Budget budget;

  /** Where the walk has come to. */
  Node directory;

  /** The last name on the way; null for the root. */
  @Nullable Name name;

  boolean whiteout;
  boolean opaque;

  /** Whether any walk so far has led through a directory that is gone. */
  boolean removedUsed;

  private long offset;

  PathWalk(Node root, Budget budget) {
    this.root = root;
    this.budget = budget;
    this.directory = root;
  }

  /**
   * @param headerOffset for messages
   */
  void follow(byte[] path, long headerOffset) throws UnsupportedFeatureException {
    directory = root;
    name = null;
    whiteout = false;
    opaque = false;
    offset = headerOffset;
    int length = endOfText(path);
    int start = 0;
    while (start < length && !opaque) {
      int end = endOfComponent(path, start, length);
      if (end > start) {
        step(path, start, end, end == length);
      }
      start = end + 1;
    }
  }

  private static int endOfText(byte[] path) {
    int end = 0;
    while (end < path.length && path[end] != 0) {
      end++;
    }
    return end;
  }

  private static int endOfComponent(byte[] path, int start, int length) {
    int end = start;
    while (end < length && path[end] != '/') {
      end++;
    }
    return end;
  }

  private void step(byte[] path, int start, int end, boolean last)
      throws UnsupportedFeatureException {
    if (isDots(path, start, end, 1)) {
      return;
    }
    if (isDots(path, start, end, 2)) {
      directory = directory.parent;
      removedUsed |= directory.removed;
      return;
    }
    if (last && Arrays.equals(path, start, end, OPAQUE, 0, OPAQUE.length)) {
      opaque = true;
      return;
    }
    whiteout = last && hasWhiteoutPrefix(path, start, end);
    enter(Arrays.copyOfRange(path, whiteout ? start + WHITEOUT_PREFIX : start, end), last);
  }

  private static boolean isDots(byte[] path, int start, int end, int count) {
    return end - start == count && path[start] == '.' && path[end - 1] == '.';
  }

  private static boolean hasWhiteoutPrefix(byte[] path, int start, int end) {
    int marked = start + WHITEOUT_PREFIX;
    return end >= marked && Arrays.equals(path, start, marked, OPAQUE, 0, WHITEOUT_PREFIX);
  }

  private void enter(byte[] component, boolean last) throws UnsupportedFeatureException {
    Name wanted = new Name(component, null, directory);
    Name found = directory.find(wanted);
    if (found == null) {
      make(wanted, last);
    } else if (!last && !found.isDirectory()) {
      throw Refusal.byTool(offset, "its path leads through something that is no directory");
    } else {
      name = found;
      directory = found.node;
    }
  }

  private void make(Name made, boolean last) throws UnsupportedFeatureException {
    if (made.bytes.length > Name.MAX) {
      throw Refusal.byTool(offset, "a name of %d bytes".formatted(made.bytes.length));
    }
    if (whiteout) {
      refuseDots(made.bytes);
    }
    budget.takeFile(made.bytes.length);
    directory.add(made);
    if (!last) {
      made.type = FileType.DIRECTORY;
      made.node = implicit(directory);
      directory = made.node;
    }
    name = made;
  }

  private void refuseDots(byte[] component) throws UnsupportedFeatureException {
    if (isDots(component, 0, component.length, 1) || isDots(component, 0, component.length, 2)) {
      throw new UnsupportedFeatureException(
          "tar header at 0x%x: a whiteout of \".\" or \"..\", which gives a damaged image"
              .formatted(offset));
    }
  }

  /** A directory that no entry names: like its parent, as far as that is known by now. */
  private static Node implicit(Node parent) {
    Node node = new Node(parent);
    node.mode = FileType.DIRECTORY.mode | 0755 | parent.mode & 0022;
    node.uid = parent.uid;
    node.gid = parent.gid;
    node.modified = parent.modified;
    node.nanoseconds = parent.nanoseconds;
    node.linkCount = 2;
    node.dotPairs = 1;
    return node;
  }
}
