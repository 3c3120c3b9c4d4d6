package dev.layerseal.composefs;

import dev.layerseal.tree.FileName;
import dev.layerseal.tree.Inode;
import dev.layerseal.tree.Inode.Directory;
import dev.layerseal.tree.Metadata;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A directory that is still being filled. */
public final class MutableDirectory {

  private Metadata metadata;
  private final TreeMap<FileName, Inode> files = new TreeMap<>();
  private final TreeMap<FileName, MutableDirectory> directories = new TreeMap<>();
  private @Nullable Directory built;

  public MutableDirectory(Metadata metadata) {
    this.metadata = metadata;
  }

  public Metadata metadata() {
    return metadata;
  }

  /** Gives the directory other metadata; what is in it stays. */
  public void describe(Metadata other) {
    metadata = other;
  }

  /** What is in it but directories; a name is here or there, not both. */
  public NavigableMap<FileName, Inode> files() {
    return files;
  }

  public NavigableMap<FileName, MutableDirectory> directories() {
    return directories;
  }

  public boolean has(FileName name) {
    return files.containsKey(name) || directories.containsKey(name);
  }

  /** Removes what is called {@code name}, if there is anything. */
  public void remove(FileName name) {
    files.remove(name);
    directories.remove(name);
  }

  /** Removes everything. */
  public void clear() {
    files.clear();
    directories.clear();
  }

  /** This directory and all below it, from the top down. */
  public List<MutableDirectory> all() {
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
