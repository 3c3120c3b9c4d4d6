package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.erofs.mkfs.FileAttributes.Times;
import dev.layerseal.error.UnsupportedFeatureException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** Puts the inodes of a tree into their form and order, which is that of {@code mkfs.erofs}. */
final class Planner {

  /** In the place of a parent that has no inode when the directory is written (1.8 only): nid 0. */
  private static final Node NOT_YET = new Node(null);

  private static final long MAX_BLOCKS = 0xffffffffL;
  private static final long MAX_ROOT_POSITION = 0xffffL * Placement.INODE_ALIGNMENT;

  private final MkfsOptions options;
  private final FileAttributes attributes;
  private final BlockSize blockSize;
  private final Placement places;
  private final List<Node> nodes = new ArrayList<>();
  private long metaOffset;
  private boolean xattrOrderMatters;
  private boolean removedUsed;

  Planner(MkfsOptions options, FileAttributes attributes, Placement places) {
    this.options = options;
    this.attributes = attributes;
    this.blockSize = options.blockSize();
    this.places = places;
  }

  /** All nodes of the image, in the order of their serial numbers. */
  List<Node> nodes() {
    return nodes;
  }

  /** Number of blocks of the image. */
  long blocks() {
    return places.blocks();
  }

  /** Byte offset that nids count from. */
  long metaOffset() {
    return metaOffset;
  }

  /** Whether some node has xattrs that erofs-utils before 1.9.3 writes in another order. */
  boolean xattrOrderMatters() {
    return xattrOrderMatters;
  }

  /** Whether the parent of some directory is one that was replaced (1.8 only). */
  boolean removedUsed() {
    return removedUsed;
  }

  /**
   * Plans the whole image.
   *
   * @throws UnsupportedFeatureException when places do not fit the fields of the image
   */
  void plan(Node root) throws UnsupportedFeatureException {
    prepare(root);
    places.settle(root);
    long excess = Math.max(0, places.position(root) - MAX_ROOT_POSITION);
    metaOffset = blockSize.alignUp(excess);
    if (metaOffset > Integer.MAX_VALUE && !options.version().isOld()) {
      throw new UnsupportedFeatureException(
          "the root directory follows %d bytes of content: the image of 1.9 could not be mounted"
              .formatted(places.position(root)));
    }
    Deque<Node> directories = new ArrayDeque<>();
    directories.push(root);
    while (!directories.isEmpty()) {
      Node directory = directories.pop();
      List<Node> below = prepareChildren(directory);
      writeDirectory(directory);
      Collections.reverse(below);
      below.forEach(directories::push);
    }
    places.settleAll();
    if (blocks() > MAX_BLOCKS) {
      throw new UnsupportedFeatureException("the image has %d blocks".formatted(blocks()));
    }
  }

  /** Number of the inode: where it is, in units of 32 bytes. */
  long nid(Node node) {
    return node.serial == 0 ? 0 : places.position(node) - metaOffset >>> 5;
  }

  /** Prepares what is in a directory and was not met before; gives the directories among it. */
  private List<Node> prepareChildren(Node directory) {
    List<Node> directories = new ArrayList<>();
    for (Name name : listing(directory)) {
      Node node = name.node;
      if (node.serial != 0 || isDots(name)) {
        continue;
      }
      if (node.isDirectory()) {
        if (!options.version().isOld()) {
          node.parent = directory;
        }
        directories.add(node);
      }
      prepare(node);
    }
    return directories;
  }

  private static boolean isDots(Name name) {
    return name.bytes.length > 0
        && name.bytes.length <= 2
        && name.bytes[0] == '.'
        && name.bytes[name.bytes.length - 1] == '.';
  }

  private void prepare(Node node) {
    node.extended = needsExtended(node);
    if (node.isDirectory()) {
      prepareDirectory(node);
    }
    if (node.hidesLower) {
      node.addXattr(Xattr.ORIGIN);
    }
    if (node.xattrs != null && !XattrList.ordered(node.xattrs)) {
      xattrOrderMatters = true;
      if (!options.version().isOld()) {
        XattrList.sort(node.xattrs);
      }
    }
    places.placeContent(node);
    places.placeInode(node);
    nodes.add(node);
    node.serial = nodes.size();
    if (!node.isDirectory()) {
      places.placeTail(node);
    }
  }

  private boolean needsExtended(Node node) {
    return node.size > 0xffffffffL
        || (node.uid & 0xffffffffL) > 0xffff
        || (node.gid & 0xffffffffL) > 0xffff
        || (node.linkCount & 0xffffffffL) > 0xffff
        || attributes.times() != Times.OWN_IF_ROOM && hasOwnTime(node);
  }

  private boolean hasOwnTime(Node node) {
    return node.modified != attributes.time() || options.version().isOld() && node.nanoseconds != 0;
  }

  private void prepareDirectory(Node node) {
    int pairs = options.version().isOld() ? node.dotPairs : 1;
    Name[] names = Listing.of(node, pairs);
    node.listing = names;
    node.size = Listing.size(names, blockSize);
    node.linkCount = Listing.directories(names);
    if (node.linkCount > 0xffff && !node.extended) {
      node.linkCount = 1;
    }
  }

  private void writeDirectory(Node directory) {
    places.placeDirectory(directory);
    for (Name name : listing(directory)) {
      if (name.node.serial == 0) {
        removedUsed |= name.node.removed;
        name.node = NOT_YET;
      } else {
        places.settle(name.node);
      }
    }
    places.placeTail(directory);
  }

  private static Name[] listing(Node directory) {
    if (directory.listing == null) {
      throw new IllegalStateException("a directory that was not prepared");
    }
    return directory.listing;
  }
}
