package dev.layerseal.erofs.mkfs;

import dev.layerseal.erofs.mkfs.FileAttributes.Times;
import dev.layerseal.erofs.mkfs.FileAttributes.Xattrs;
import dev.layerseal.error.UnsupportedFeatureException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Goes through a tree that is not planned yet, in the order in which it will be. */
final class TreeWalk {

  private final FileAttributes attributes;
  private final Set<Node> linked = Collections.newSetFromMap(new IdentityHashMap<>());

  private TreeWalk(FileAttributes attributes) {
    this.attributes = attributes;
  }

  /** Applies attributes to all nodes. */
  static void apply(Node root, FileAttributes attributes) throws UnsupportedFeatureException {
    TreeWalk walk = new TreeWalk(attributes);
    Deque<Node> directories = new ArrayDeque<>();
    walk.change(root);
    directories.push(root);
    while (!directories.isEmpty()) {
      List<Node> below = walk.directory(directories.pop());
      Collections.reverse(below);
      below.forEach(directories::push);
    }
  }

  private List<Node> directory(Node directory) throws UnsupportedFeatureException {
    List<Node> directories = new ArrayList<>();
    List<Name> names = new ArrayList<>();
    directory.names().forEach(names::add);
    Collections.sort(names);
    for (Name name : names) {
      Node node = name.node;
      if (node.isDirectory()) {
        directories.add(node);
      } else if (node.linkCount > 1 && !linked.add(node)) {
        continue;
      }
      change(node);
    }
    return directories;
  }

  private void change(Node node) throws UnsupportedFeatureException {
    if (attributes.allRoot()) {
      node.uid = 0;
      node.gid = 0;
    }
    if (attributes.times() == Times.OF_IMAGE) {
      node.modified = attributes.time();
      node.nanoseconds = 0;
    }
    if (node.xattrs != null && attributes.xattrs() != Xattrs.KEEP) {
      dropXattrs(node);
    }
  }

  private void dropXattrs(Node node) throws UnsupportedFeatureException {
    List<Xattr> kept = new ArrayList<>();
    for (Xattr xattr : node.xattrs == null ? List.<Xattr>of() : node.xattrs) {
      if (xattr.equals(Xattr.OPAQUE)) {
        kept.add(xattr);
      } else if (attributes.xattrs() == Xattrs.FAIL) {
        throw new UnsupportedFeatureException("the layer has xattrs, and none are allowed");
      }
    }
    node.xattrs = kept.isEmpty() ? null : kept;
  }
}
