package dev.layerseal.composefs;

import dev.layerseal.folder.FileStatus;
import dev.layerseal.tree.FileName;
import dev.layerseal.tree.Inode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Names of files in a folder that have more than one. */
final class HardLinks {

  private record Alias(
      MutableDirectory directory, FileName name, MutableDirectory first, FileName firstName) {}

  private record Place(MutableDirectory directory, FileName name) {}

  private final Map<FileStatus.Id, Place> places = new HashMap<>();
  private final List<Alias> aliases = new ArrayList<>();

  /** Whether the file is a further name of one that was met before. */
  boolean isAlias(FileStatus status, MutableDirectory directory, FileName name) {
    if (status.linkCount() < 2) {
      return false;
    }
    Place first = places.putIfAbsent(status.id(), new Place(directory, name));
    if (first == null) {
      return false;
    }
    aliases.add(new Alias(directory, name, first.directory(), first.name()));
    return true;
  }

  /** Puts the further names into their directories, once the first ones are in theirs. */
  void resolve() {
    for (Alias alias : aliases) {
      Inode file = Objects.requireNonNull(alias.first().files().get(alias.firstName()));
      alias.directory().files().put(alias.name(), file);
    }
  }
}
