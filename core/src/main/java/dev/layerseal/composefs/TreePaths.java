package dev.layerseal.composefs;

import dev.layerseal.error.FormatException;
import dev.layerseal.tree.FileName;
import dev.layerseal.tree.Inode;
import java.util.Arrays;

/** Finds directories by path. Remembers the last one: neighbours follow each other. */
public final class TreePaths {

  /** A name in a directory, there or not. */
  public record Spot(MutableDirectory directory, FileName name) {}

  private final MutableDirectory root;
  private byte[] lastPrefix = {};
  private MutableDirectory lastDirectory;

  public TreePaths(MutableDirectory root) {
    this.root = root;
    this.lastDirectory = root;
  }

  MutableDirectory root() {
    return root;
  }

  /** Has to be called when a directory was removed or replaced. */
  public void forget() {
    lastPrefix = new byte[0];
    lastDirectory = root;
  }

  /**
   * The place that {@code path} names.
   *
   * @throws FormatException when a directory in front of it is not there, or the name is no name
   */
  public Spot spot(byte[] path) throws FormatException {
    int nameStart = path.length;
    while (nameStart > 0 && path[nameStart - 1] != '/') {
      nameStart--;
    }
    FileName name = FileName.of(Arrays.copyOfRange(path, nameStart, path.length));
    return new Spot(directory(path, nameStart), name);
  }

  /**
   * The file at {@code spot}, to which a hard link leads.
   *
   * @throws FormatException when there is none, or a directory
   */
  public static Inode file(Spot spot) throws FormatException {
    Inode file = spot.directory().files().get(spot.name());
    if (file == null) {
      throw new FormatException(
          spot.directory().directories().containsKey(spot.name())
              ? "the link's target is a directory"
              : "the link's target is not there");
    }
    return file;
  }

  private MutableDirectory directory(byte[] path, int end) throws FormatException {
    if (Arrays.equals(path, 0, end, lastPrefix, 0, lastPrefix.length)) {
      return lastDirectory;
    }
    MutableDirectory directory = root;
    int start = 0;
    for (int at = 0; at < end; at++) {
      if (path[at] == '/') {
        if (at > start) {
          directory = below(directory, Arrays.copyOfRange(path, start, at));
        }
        start = at + 1;
      }
    }
    lastPrefix = Arrays.copyOf(path, end);
    lastDirectory = directory;
    return directory;
  }

  private static MutableDirectory below(MutableDirectory directory, byte[] name)
      throws FormatException {
    FileName component = FileName.of(name);
    MutableDirectory below = directory.directories().get(component);
    if (below == null) {
      throw new FormatException(
          directory.files().containsKey(component)
              ? "'" + component + "' in the path is no directory"
              : "the directory '" + component + "' is not there");
    }
    return below;
  }
}
