package dev.layerseal.composefs;

import dev.layerseal.composefs.ComposefsTree.Place;
import dev.layerseal.composefs.PlannedInode.Role;
import dev.layerseal.tree.FileName;
import dev.layerseal.tree.Inode;
import dev.layerseal.tree.Inode.Directory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;

/**
 * The order of inodes in an image. In composefs_version 0 and 1 breadth first, each directory's
 * files by name; a file with several names is at its place, its other names take no part. In
 * version 2 depth first; a file with several names is where the first of them is met.
 */
final class InodeOrder {

  private record Link(PlannedInode directory, int entry, Inode target) {}

  private final ComposefsTree tree;
  private final NavigableMap<FileName, Inode> stubs;
  private final List<PlannedInode> order = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();
  private final Map<Inode, PlannedInode> linked = new IdentityHashMap<>();

  private InodeOrder(ComposefsTree tree, NavigableMap<FileName, Inode> stubs) {
    this.tree = tree;
    this.stubs = stubs;
  }

  /** All inodes of {@code tree}, with {@code stubs} in its root. */
  static List<PlannedInode> breadthFirst(ComposefsTree tree, NavigableMap<FileName, Inode> stubs) {
    return new InodeOrder(tree, stubs).breadthFirst();
  }

  /** All inodes of {@code tree}. */
  static List<PlannedInode> depthFirst(ComposefsTree tree) {
    return new InodeOrder(tree, Collections.emptyNavigableMap()).depthFirst();
  }

  private List<PlannedInode> depthFirst() {
    record Open(PlannedInode directory, Iterator<Inode> entries, int[] next) {}
    Deque<Open> open = new ArrayDeque<>();
    PlannedInode root = new PlannedInode(tree.root(), null, Role.ROOT, 0);
    order.add(root);
    open.push(new Open(root, tree.root().entries().values().iterator(), new int[1]));
    root.children = new PlannedInode[tree.root().entries().size()];
    while (!open.isEmpty()) {
      Open walk = open.element();
      if (!walk.entries().hasNext()) {
        open.pop();
        continue;
      }
      PlannedInode child = met(walk.entries().next(), walk.directory());
      walk.directory().children[walk.next()[0]++] = child;
      if (child.inode instanceof Directory directory) {
        walk.directory().subdirectories++;
        child.children = new PlannedInode[directory.entries().size()];
        open.push(new Open(child, directory.entries().values().iterator(), new int[1]));
      }
    }
    return order;
  }

  /** The inode of an entry, which is new unless another name led to it before. */
  private PlannedInode met(Inode inode, PlannedInode directory) {
    boolean several = tree.places().containsKey(inode);
    PlannedInode before = several ? linked.get(inode) : null;
    if (before != null) {
      before.names++;
      return before;
    }
    PlannedInode planned = new PlannedInode(inode, directory, Role.ORDINARY, order.size());
    order.add(planned);
    if (several) {
      linked.put(inode, planned);
    }
    return planned;
  }

  private List<PlannedInode> breadthFirst() {
    order.add(new PlannedInode(tree.root(), null, Role.ROOT, 0));
    for (int next = 0; next < order.size(); next++) {
      if (order.get(next).inode instanceof Directory) {
        addChildren(order.get(next));
      }
    }
    for (Link link : links) {
      link.directory().children[link.entry()] =
          Objects.requireNonNull(linked.get(link.target()), "a place outside of the tree");
    }
    return order;
  }

  private void addChildren(PlannedInode directory) {
    NavigableMap<FileName, Inode> entries = directory.entries(stubs);
    directory.children = new PlannedInode[entries.size()];
    int entry = 0;
    for (Map.Entry<FileName, Inode> child : entries.entrySet()) {
      Inode inode = child.getValue();
      Place place = tree.places().get(inode);
      if (place != null && !place.is((Directory) directory.inode, child.getKey())) {
        links.add(new Link(directory, entry, inode));
      } else {
        Role role = stubs.get(child.getKey()) == inode ? Role.STUB : Role.ORDINARY;
        PlannedInode planned = new PlannedInode(inode, directory, role, order.size());
        order.add(planned);
        directory.children[entry] = planned;
        directory.subdirectories += inode instanceof Directory ? 1 : 0;
        directory.holdsWhiteout |= planned.isWhiteout();
        if (place != null) {
          linked.put(inode, planned);
        }
      }
      entry++;
    }
  }
}
