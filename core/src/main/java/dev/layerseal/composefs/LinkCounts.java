package dev.layerseal.composefs;

import dev.layerseal.tree.Inode;
import dev.layerseal.tree.Inode.Directory;
import dev.layerseal.tree.Inode.RegularFile;
import dev.layerseal.tree.Inode.Special;
import dev.layerseal.tree.Inode.Symlink;
import dev.layerseal.tree.Metadata;
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
      for (Inode file : directory.files.values()) {
        if (!seen.add(file)) {
          linked.merge(file, 2, (count, first) -> count + 1);
        }
      }
    }
    Map<Inode, Inode> replaced = new IdentityHashMap<>();
    linked.forEach((file, count) -> replaced.put(file, withCount(file, count)));
    for (MutableDirectory directory : root.all()) {
      directory.files.replaceAll((name, file) -> replaced.getOrDefault(file, file));
    }
  }

  private static Inode withCount(Inode file, int count) {
    Metadata old = file.metadata();
    Metadata metadata =
        new Metadata(
            old.permissions(),
            old.uid(),
            old.gid(),
            count,
            old.mtime(),
            old.mtimeNanos(),
            old.xattrs());
    return file.accept(
        new Inode.Visitor<Inode>() {
          @Override
          public Inode directory(Directory directory) {
            throw new IllegalArgumentException("a directory has one name");
          }

          @Override
          public Inode regularFile(RegularFile regular) {
            return new RegularFile(metadata, regular.content());
          }

          @Override
          public Inode symlink(Symlink symlink) {
            return new Symlink(metadata, symlink.target());
          }

          @Override
          public Inode special(Special special) {
            return new Special(metadata, special.kind(), special.device());
          }
        });
  }
}
