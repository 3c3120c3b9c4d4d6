package dev.layerseal.erofs.mkfs;

import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.tar.Refusal;
import dev.layerseal.tar.TarEntry;
import dev.layerseal.tar.TarType;
import dev.layerseal.tar.TarWarning;
import dev.layerseal.tar.TarWarning.Kind;
import dev.layerseal.tar.TarXattr;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Applies the entries of an archive, one on top of the other, as {@code mkfs.erofs} does. */
final class ParseTree {

  private static final int PERMISSIONS_OF_ROOT = 0777;

  private final ErofsUtils version;
  private final Budget budget;
  private final Consumer<TarWarning> warnings;
  private final Node root = new Node(null);
  private final PathWalk walk;
  private boolean rootSeen;
  private boolean removedUsed;

  ParseTree(ErofsUtils version, Budget budget, Consumer<TarWarning> warnings) {
    this.version = version;
    this.budget = budget;
    this.warnings = warnings;
    this.walk = new PathWalk(root, budget);
    root.mode = FileType.DIRECTORY.mode | PERMISSIONS_OF_ROOT;
    root.linkCount = 2;
    root.dotPairs = 1;
  }

  Node root() {
    return root;
  }

  /** Whether an entry has set the root's owner, mode and time. */
  boolean rootSeen() {
    return rootSeen;
  }

  /**
   * Whether a directory that was replaced has been used since, by way of a hard link that it was
   * the first to hold: the reference tool has freed it by then.
   */
  boolean removedUsed() {
    return removedUsed || walk.removedUsed;
  }

  /**
   * Applies one entry.
   *
   * @return the node whose content follows; null where the content of the entry is not read
   */
  @Nullable Node apply(TarEntry entry) throws UnsupportedFeatureException {
    walk.follow(entry.path(), entry.headerOffset());
    Name name = walk.name;
    if (name == null && entry.type() != TarType.DIRECTORY) {
      throw Refusal.byTool(entry.headerOffset(), "the root is no directory");
    }
    if (name != null && walk.opaque) {
      addXattr(name.node, Xattr.OPAQUE);
      return null;
    }
    if (name != null && entry.type() == TarType.HARD_LINK) {
      hardLink(name, entry);
      return null;
    }
    rootSeen |= name == null;
    Node node = name == null ? root : target(name, entry);
    fill(node, name, entry);
    return node.content == Node.NO_CONTENT ? null : node;
  }

  /** The node that the entry describes: a directory again, or one that replaces what was there. */
  private Node target(Name name, TarEntry entry) {
    if (name.isDirectory() && entry.type() == TarType.DIRECTORY) {
      return name.node;
    }
    Node parent = walk.directory;
    if (name.type != null) {
      parent = name.node.parent;
      removedUsed |= parent.removed;
      remove(name.node);
    }
    name.node = new Node(parent);
    name.type = FileType.ofMode(entry.type().mode()).orElseThrow();
    return name.node;
  }

  private void fill(Node node, @Nullable Name name, TarEntry entry)
      throws UnsupportedFeatureException {
    if (name != null && walk.whiteout) {
      whiteout(node, name);
    } else {
      node.mode = entry.type().mode() | entry.permissions();
      if (entry.type().isDevice()) {
        node.union = deviceNumber(entry.deviceMajor(), entry.deviceMinor());
      }
    }
    node.uid = entry.uid();
    node.gid = entry.gid();
    node.modified = entry.modified();
    node.nanoseconds = entry.nanoseconds();
    node.size = entry.size();
    if (node.isDirectory()) {
      countPairs(node);
    } else {
      fillFile(node, entry);
    }
    for (TarXattr xattr : entry.xattrs()) {
      addXattr(node, xattr, entry);
    }
  }

  private static void whiteout(Node node, Name name) {
    node.mode = node.mode & ~FileType.MODE_MASK | FileType.CHARACTER_DEVICE.mode;
    node.union = 0;
    name.type = FileType.CHARACTER_DEVICE;
    node.parent.hidesLower = true;
  }

  private void countPairs(Node node) {
    if (node.linkCount == 0) {
      node.linkCount = 2;
      node.dotPairs++;
    }
  }

  private void fillFile(Node node, TarEntry entry) throws UnsupportedFeatureException {
    node.content = Node.NO_CONTENT;
    if (node.isSymlink()) {
      node.link = entry.link();
      node.size = entry.link().length;
      budget.take(entry.link().length);
    } else if (node.size > 0) {
      node.content = entry.dataOffset();
      if (!node.isRegular()) {
        warn(Kind.SPECIAL_WITH_CONTENT, entry, "a whiteout, device or fifo with content");
      }
    }
    node.linkCount++;
  }

  private void addXattr(Node node, TarXattr added, TarEntry entry)
      throws UnsupportedFeatureException {
    Xattr xattr = Xattr.of(added, version);
    if (xattr == null) {
      warn(Kind.XATTR_DROPPED, entry, "an xattr with an unknown prefix is left out");
      return;
    }
    if (!xattr.fits()) {
      warn(Kind.XATTR_CUT, entry, "an xattr whose lengths are cut, which damages the image");
    }
    addXattr(node, xattr);
  }

  private void addXattr(Node node, Xattr xattr) throws UnsupportedFeatureException {
    budget.take(2L * xattr.length());
    node.addXattr(xattr);
  }

  private void hardLink(Name name, TarEntry entry) throws UnsupportedFeatureException {
    if (version.isOld()) {
      forget(name);
    }
    walk.follow(entry.link(), entry.headerOffset());
    Name target = walk.name;
    if (target == null || target.isDirectory()) {
      throw Refusal.byTool(entry.headerOffset(), "a hard link to a directory");
    }
    if (target.type == null) {
      throw Refusal.byTool(entry.headerOffset(), "a hard link to a file that does not exist");
    }
    if (target.isSame(name)) {
      warn(Kind.HARD_LINK_TO_ITSELF, entry, "a hard link to itself, which 1.8 refuses");
      return;
    }
    target.node.linkCount++;
    forget(name);
    name.node = target.node;
    name.type = target.type;
  }

  private void forget(Name name) {
    if (name.type != null) {
      remove(name.node);
      name.type = null;
    }
  }

  /** Takes one name from the node, and from all below a directory. */
  private void remove(Node removed) {
    Deque<Node> nodes = new ArrayDeque<>();
    List<Node> directories = new ArrayList<>();
    nodes.add(removed);
    while (!nodes.isEmpty()) {
      Node node = nodes.pop();
      node.linkCount--;
      if (node.isDirectory()) {
        directories.add(node);
        node.names().forEach(name -> nodes.push(name.node));
        node.parent.linkCount--;
        removedUsed |= node.parent.removed;
      }
    }
    directories.forEach(directory -> directory.removed = true);
  }

  /** The number in {@code i_u}, with the detour that 1.8 makes for large ones. */
  private int deviceNumber(int major, int minor) {
    int number = encodeDevice(major, minor);
    if (!version.isOld()) {
      return number;
    }
    long wide = number;
    return encodeDevice(
        (int) (wide >> 8 & 0xfff | wide >> 32 & ~0xfffL),
        (int) (wide & 0xff | wide >> 12 & ~0xffL));
  }

  /** A device number in its 32-bit form. */
  static int encodeDevice(int major, int minor) {
    return minor & 0xff | major << 8 | (minor & ~0xff) << 12;
  }

  private void warn(Kind kind, TarEntry entry, String detail) {
    warnings.accept(new TarWarning(kind, entry.headerOffset(), detail));
  }
}
