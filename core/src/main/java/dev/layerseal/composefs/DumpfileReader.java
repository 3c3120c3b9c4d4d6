package dev.layerseal.composefs;

import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.tree.Content;
import dev.layerseal.tree.DeviceNumber;
import dev.layerseal.tree.Inode;
import dev.layerseal.tree.Inode.RegularFile;
import dev.layerseal.tree.Inode.Special;
import dev.layerseal.tree.Inode.Symlink;
import dev.layerseal.tree.Metadata;
import java.io.IOException;
import java.io.InputStream;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a dumpfile into a tree, line by line. Errors name line, column and field. */
public final class DumpfileReader {

  /** A size above this makes an inode extended, whatever its type. */
  private static final long MAX_COMPACT_SIZE = 0xffffffffL;

  private static final byte[] NO_PATH = {};

  private final boolean strict;
  private final TreeBudget budget;
  private final DumpfileCost cost = new DumpfileCost();
  private final DumpfileLinks links = new DumpfileLinks();
  private final Map<Inode, Long> declaredSizes = new IdentityHashMap<>();
  private final MetadataPool pool = new MetadataPool();
  private @Nullable TreePaths paths;

  private DumpfileReader(boolean strict, TreeBudget budget) {
    this.strict = strict;
    this.budget = budget;
  }

  /** Reads all of {@code in}, within what the heap holds. */
  public static ComposefsTree read(InputStream in, boolean strict)
      throws IOException, FormatException, UnsupportedFeatureException {
    return read(in, strict, TreeBudget.ofHeap());
  }

  /**
   * Reads all of {@code in}.
   *
   * @param strict whether fields without a meaning have to be empty, and the last line needs its
   *     line feed
   * @throws FormatException when a line breaks the format, or the lines make no tree
   * @throws UnsupportedFeatureException when the tree takes more than {@code budget} allows
   */
  public static ComposefsTree read(InputStream in, boolean strict, TreeBudget budget)
      throws IOException, FormatException, UnsupportedFeatureException {
    return new DumpfileReader(strict, budget).readAll(in);
  }

  private ComposefsTree readAll(InputStream in)
      throws IOException, FormatException, UnsupportedFeatureException {
    DumpfileLines lines = new DumpfileLines(in, strict);
    for (DumpfileLine line = lines.next(); line != null; line = lines.next()) {
      add(DumpfileEntry.parse(line, strict), line.atPath());
    }
    if (paths == null) {
      throw new FormatException("dumpfile: it is empty");
    }
    links.resolve(paths);
    links.replace();
    Inode.Directory root = paths.root().build();
    return new ComposefsTree(root, links.places(), declaredSizes);
  }

  private void add(DumpfileEntry entry, DumpfileLine line)
      throws FormatException, UnsupportedFeatureException {
    if (paths == null) {
      paths = new TreePaths(root(entry, line));
      return;
    }
    if (isRoot(entry.path())) {
      throw line.malformed("a second root");
    }
    TreePaths.Spot spot = spot(paths, entry, line);
    if (spot.directory().has(spot.name())) {
      throw line.malformed("the path is there already");
    }
    if (entry.hardLink()) {
      byte[] target = Objects.requireNonNull(entry.payload());
      budget.take(cost.link(entry, target));
      links.add(spot, target, line.number());
    } else if (entry.type() == FileType.DIRECTORY) {
      Metadata metadata = pool.shared(entry.metadata());
      budget.take(cost.directory(metadata, entry));
      spot.directory().directories().put(spot.name(), new MutableDirectory(metadata));
    } else {
      Inode leaf = leaf(entry);
      budget.take(cost.file(leaf, entry));
      spot.directory().files().put(spot.name(), leaf);
    }
  }

  private static TreePaths.Spot spot(TreePaths paths, DumpfileEntry entry, DumpfileLine line)
      throws FormatException {
    try {
      return paths.spot(entry.path());
    } catch (FormatException e) {
      throw line.malformed(String.valueOf(e.getMessage()));
    }
  }

  private static MutableDirectory root(DumpfileEntry entry, DumpfileLine line)
      throws FormatException {
    if (!isRoot(entry.path())) {
      throw line.malformed("the first line has to be the root");
    }
    if (entry.hardLink() || entry.type() != FileType.DIRECTORY) {
      throw line.malformed("the root has to be a directory");
    }
    return new MutableDirectory(entry.metadata());
  }

  private static boolean isRoot(byte[] path) {
    for (byte b : path) {
      if (b != '/') {
        return false;
      }
    }
    return true;
  }

  private Inode leaf(DumpfileEntry entry) {
    Metadata metadata = pool.shared(entry.metadata());
    return switch (entry.type()) {
      case REGULAR -> new RegularFile(metadata, content(entry));
      case SYMLINK -> new Symlink(metadata, Objects.requireNonNull(entry.payload()));
      case CHARACTER_DEVICE -> special(entry, metadata, Special.Kind.CHARACTER_DEVICE);
      case BLOCK_DEVICE -> special(entry, metadata, Special.Kind.BLOCK_DEVICE);
      case FIFO -> special(entry, metadata, Special.Kind.FIFO);
      case SOCKET -> special(entry, metadata, Special.Kind.SOCKET);
      case DIRECTORY -> throw new IllegalArgumentException("a directory is no leaf");
    };
  }

  private Special special(DumpfileEntry entry, Metadata metadata, Special.Kind kind) {
    boolean device = kind == Special.Kind.CHARACTER_DEVICE || kind == Special.Kind.BLOCK_DEVICE;
    Special special = new Special(metadata, kind, DeviceNumber.decode(device ? entry.device() : 0));
    if (entry.size() > MAX_COMPACT_SIZE) {
      declaredSizes.put(special, entry.size());
    }
    return special;
  }

  private static Content content(DumpfileEntry entry) {
    byte[] content = entry.content();
    if (content != null) {
      return Content.of(content);
    }
    if (entry.size() == 0) {
      return Content.EMPTY;
    }
    byte[] path = entry.payload();
    return new ExternalContent(entry.size(), path == null ? NO_PATH : path, entry.digest());
  }
}
