package dev.layerseal.composefs;

import dev.layerseal.tree.Inode;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/** Gives each file of a tree the link count that its names make. */
final class LinkCounts {

  private LinkCounts() {}

  /** Replaces every file below {@code root} that has more names than its metadata says. */
  static void apply(MutableDirectory root) {
    Set<Inode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Map<Inode, Integer> linked = new IdentityHashMap<>();
    for (MutableDirectory directory : root.all()) {
      for (Inode file : directory.files().values()) {
        if (!seen.add(file)) {
          linked.merge(file, 2, (count, first) -> count + 1);
        }
      }
    }
    Map<Inode, Inode> replaced = new IdentityHashMap<>();
    linked.forEach(
        (file, count) ->
            replaced.put(file, file.withMetadata(file.metadata().withLinkCount(count))));
    for (MutableDirectory directory : root.all()) {
      directory.files().replaceAll((name, file) -> replaced.getOrDefault(file, file));
    }
  }
}
