package dev.layerseal.composefs;

import dev.layerseal.tree.FileName;
import dev.layerseal.tree.Inode;
import dev.layerseal.tree.Inode.Directory;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A tree, and what a dumpfile can say about it besides.
 *
 * @param places for each inode with several names: the one that counts as its place
 * @param declaredSizes sizes that were given for devices, fifos and sockets, where they matter: one
 *     above 4 GiB makes an inode extended although 0 is written
 */
public record ComposefsTree(
    Directory root, Map<Inode, Place> places, Map<Inode, Long> declaredSizes) {

  /** A name in a directory. */
  public record Place(Directory directory, FileName name) {

    boolean is(Directory otherDirectory, FileName otherName) {
      return directory == otherDirectory && name.equals(otherName);
    }
  }

  /** The tree that was filled into {@code root}; each file has the link count its names make. */
  public static ComposefsTree of(MutableDirectory root) {
    LinkCounts.apply(root);
    return of(root.build());
  }

  /** The tree under {@code root}; a file with several names is at the first one, depth first. */
  public static ComposefsTree of(Directory root) {
    Set<Inode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Inode> linked = Collections.newSetFromMap(new IdentityHashMap<>());
    forEachName(
        root,
        (directory, name, inode) -> {
          if (!(inode instanceof Directory) && !seen.add(inode)) {
            linked.add(inode);
          }
        });
    Map<Inode, Place> places = new IdentityHashMap<>();
    forEachName(
        root,
        (directory, name, inode) -> {
          if (linked.contains(inode)) {
            places.putIfAbsent(inode, new Place(directory, name));
          }
        });
    return new ComposefsTree(root, places, new IdentityHashMap<>());
  }

  /** Takes one name of an inode. */
  interface NameVisitor {
    void name(Directory directory, FileName name, Inode inode);
  }

  /** Visits every name, depth first. Deep trees need heap, not stack: input decides how deep. */
  static void forEachName(Directory root, NameVisitor visitor) {
    record Walk(Directory directory, java.util.Iterator<Map.Entry<FileName, Inode>> entries) {}
    Deque<Walk> open = new ArrayDeque<>();
    open.push(new Walk(root, root.entries().entrySet().iterator()));
    while (!open.isEmpty()) {
      Walk walk = open.element();
      if (!walk.entries().hasNext()) {
        open.pop();
        continue;
      }
      Map.Entry<FileName, Inode> entry = walk.entries().next();
      visitor.name(walk.directory(), entry.getKey(), entry.getValue());
      if (entry.getValue() instanceof Directory below) {
        open.push(new Walk(below, below.entries().entrySet().iterator()));
      }
    }
  }
}
