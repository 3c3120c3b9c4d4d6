package dev.layerseal.composefs;

import dev.layerseal.tree.FileName;
import dev.layerseal.tree.Inode;
import dev.layerseal.tree.Inode.Directory;
import dev.layerseal.tree.Metadata;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A directory that is still being filled. */
final class MutableDirectory {

  Metadata metadata;
  final TreeMap<FileName, Inode> files = new TreeMap<>();
  final TreeMap<FileName, MutableDirectory> directories = new TreeMap<>();
  private @Nullable Directory built;

  MutableDirectory(Metadata metadata) {
    this.metadata = metadata;
  }

  boolean has(FileName name) {
    return files.containsKey(name) || directories.containsKey(name);
  }

  void remove(FileName name) {
    files.remove(name);
    directories.remove(name);
  }

  void clear() {
    files.clear();
    directories.clear();
  }

  /** This directory and all below it, from the top down. */
  List<MutableDirectory> all() {
    List<MutableDirectory> found = new ArrayList<>();
    Deque<MutableDirectory> open = new ArrayDeque<>(List.of(this));
    while (!open.isEmpty()) {
      MutableDirectory next = open.pop();
      found.add(next);
      open.addAll(next.directories.values());
    }
    return found;
  }

  /** Ends the filling of this directory and all below it. */
  Directory build() {
    List<MutableDirectory> all = all();
    for (int i = all.size() - 1; i >= 0; i--) {
      all.get(i).buildSelf();
    }
    return built();
  }

  /** What became of it. */
  Directory built() {
    return Objects.requireNonNull(built, "build comes first");
  }

  private void buildSelf() {
    directories.forEach((name, directory) -> files.put(name, directory.built()));
    directories.clear();
    built = new Directory(metadata, files);
    files.clear();
  }
}
