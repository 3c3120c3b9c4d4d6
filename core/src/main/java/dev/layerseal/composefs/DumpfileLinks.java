package dev.layerseal.composefs;

import dev.layerseal.composefs.ComposefsTree.Place;
import dev.layerseal.error.FormatException;
import dev.layerseal.tree.Inode;
import dev.layerseal.tree.Inode.Symlink;
import dev.layerseal.tree.Metadata;
import dev.layerseal.tree.Xattrs;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The hard links of a dumpfile. A link may come before its target, and may name another link, so
 * each has a placeholder in the tree until the whole file is read.
 */
final class DumpfileLinks {

  private static final Metadata NOTHING = new Metadata(0, 0, 0, 0, 0, 0, Xattrs.NONE);

  private static final class Link {
    final TreePaths.Spot spot;
    final byte[] target;
    final long line;
    TreePaths.@Nullable Spot resolved;

    Link(TreePaths.Spot spot, byte[] target, long line) {
      this.spot = spot;
      this.target = target;
      this.line = line;
    }

    FormatException malformed(String why) {
      return new FormatException(
          "dumpfile line %d, %s: %s".formatted(line, DumpfileField.PAYLOAD, why));
    }
  }

  private final Map<Inode, Link> byPlaceholder = new IdentityHashMap<>();
  private final List<Link> links = new ArrayList<>();
  private final Map<Inode, TreePaths.Spot> files = new IdentityHashMap<>();

  void add(TreePaths.Spot spot, byte[] target, long line) {
    Inode placeholder = new Symlink(NOTHING, new byte[0]);
    spot.directory().files().put(spot.name(), placeholder);
    Link link = new Link(spot, target, line);
    byPlaceholder.put(placeholder, link);
    links.add(link);
  }

  /** Finds the file of every link, before any placeholder is replaced. */
  void resolve(TreePaths paths) throws FormatException {
    for (Link link : links) {
      List<Link> chain = new ArrayList<>();
      Link step = link;
      TreePaths.Spot end = null;
      while (step != null && end == null) {
        if (chain.size() > links.size()) {
          throw link.malformed("the hard links go in a circle");
        }
        chain.add(step);
        TreePaths.Spot next = target(step, paths);
        step = byPlaceholder.get(next.directory().files().get(next.name()));
        end = step == null ? next : step.resolved;
      }
      for (Link passed : chain) {
        passed.resolved = end;
      }
    }
  }

  private static TreePaths.Spot target(Link link, TreePaths paths) throws FormatException {
    try {
      TreePaths.Spot spot = paths.spot(link.target);
      TreePaths.file(spot);
      return spot;
    } catch (FormatException e) {
      throw link.malformed(String.valueOf(e.getMessage()));
    }
  }

  /** Puts the files where the placeholders are; afterwards directories may be built. */
  void replace() {
    for (Link link : links) {
      TreePaths.Spot target = Objects.requireNonNull(link.resolved);
      Inode file = Objects.requireNonNull(target.directory().files().get(target.name()));
      link.spot.directory().files().put(link.spot.name(), file);
      files.put(file, target);
    }
  }

  /** The place of each file with several names, once its directory is built. */
  Map<Inode, Place> places() {
    Map<Inode, Place> places = new IdentityHashMap<>();
    files.forEach(
        (file, spot) -> places.put(file, new Place(spot.directory().built(), spot.name())));
    return places;
  }
}
