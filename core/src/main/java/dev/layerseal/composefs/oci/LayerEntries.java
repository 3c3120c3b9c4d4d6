package dev.layerseal.composefs.oci;

import dev.layerseal.composefs.MetadataPool;
import dev.layerseal.composefs.TreeBudget;
import dev.layerseal.composefs.XattrSet;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.tar.TarConsumer;
import dev.layerseal.tar.TarEntry;
import dev.layerseal.tar.TarType;
import dev.layerseal.tar.TarWarning;
import dev.layerseal.tar.TarXattr;
import dev.layerseal.tree.Content;
import dev.layerseal.tree.DeviceNumber;
import dev.layerseal.tree.Inode;
import dev.layerseal.tree.Metadata;
import dev.layerseal.tree.PrintableBytes;
import dev.layerseal.tree.Xattrs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the entries of one layer, and puts each into the trees once its content is known. */
final class LayerEntries implements TarConsumer {

  /** Longest target of a symlink that an image can hold. */
  private static final int MAX_TARGET = 4095;

  /** An inode, its metadata and digest, its name, and their places in directory and layout. */
  private static final int INODE = 512;

  /** What an xattr takes in memory besides its name and value. */
  private static final int XATTR = 125;

  private static final int MAX_WARNINGS = 100;
  private static final long MAX_MAJOR = 0xfff;
  private static final long MAX_MINOR = 0xfffff;

  private final MergeRules rules;
  private final TreeBudget budget;
  private final EntryContent content;
  private final List<LayerTarget> targets;
  private final List<TarWarning> warnings = new ArrayList<>();
  private final MetadataPool pool = new MetadataPool();
  private @Nullable TarEntry open;

  LayerEntries(
      MergeRules rules, TreeBudget budget, EntryContent content, List<LayerTarget> targets) {
    this.rules = rules;
    this.budget = budget;
    this.content = content;
    this.targets = targets;
  }

  /** What would be otherwise if whiteouts were for lower layers only. */
  List<TarWarning> warnings() {
    return warnings;
  }

  @Override
  public boolean entry(TarEntry entry) throws LayersealException, IOException {
    budget.take(targets.size() * bytes(entry));
    if (entry.type() != TarType.REGULAR) {
      add(entry, null);
      return true;
    }
    content.start(entry.size());
    if (content.complete()) {
      add(entry, content.finish());
    } else {
      open = entry;
    }
    return true;
  }

  /** What an entry takes of a tree, by estimate. */
  private static long bytes(TarEntry entry) {
    long bytes = INODE + entry.path().length + (long) entry.link().length;
    for (TarXattr xattr : entry.xattrs()) {
      bytes += XATTR + xattr.name().length + xattr.value().length;
    }
    return bytes;
  }

  @Override
  public void data(byte[] buffer, int offset, int length) throws LayersealException, IOException {
    if (open == null) {
      return; // what an entry without content has behind it
    }
    content.update(buffer, offset, length);
    if (content.complete()) {
      TarEntry entry = open;
      open = null;
      add(entry, content.finish());
    }
  }

  private void add(TarEntry entry, @Nullable Content found) throws LayersealException {
    try {
      Metadata metadata = metadata(entry);
      Inode file = found == null ? file(entry, metadata) : new Inode.RegularFile(metadata, found);
      for (LayerTarget target : targets) {
        if (target.add(entry, metadata, file)) {
          warnOfOrder(entry);
        }
      }
    } catch (FormatException | UnsupportedFeatureException e) {
      throw e.at(
          "tar header at 0x%x, %s"
              .formatted(entry.headerOffset(), PrintableBytes.of(entry.path())));
    }
  }

  /** Null for a directory and for a hard link, whose file is that of each tree. */
  private static @Nullable Inode file(TarEntry entry, Metadata metadata) throws LayersealException {
    return switch (entry.type()) {
      case DIRECTORY, HARD_LINK -> null;
      case REGULAR -> new Inode.RegularFile(metadata, Content.EMPTY);
      case SYMLINK -> symlink(entry, metadata);
      case CHARACTER_DEVICE -> special(entry, metadata, Inode.Special.Kind.CHARACTER_DEVICE);
      case BLOCK_DEVICE -> special(entry, metadata, Inode.Special.Kind.BLOCK_DEVICE);
      case FIFO -> new Inode.Special(metadata, Inode.Special.Kind.FIFO, new DeviceNumber(0, 0));
    };
  }

  private static Inode symlink(TarEntry entry, Metadata metadata) throws FormatException {
    int length = entry.link().length;
    if (length == 0 || length > MAX_TARGET) {
      throw new FormatException(
          "a symlink's target has %d bytes, expected 1 to %d".formatted(length, MAX_TARGET));
    }
    return new Inode.Symlink(metadata, entry.link());
  }

  private static Inode special(TarEntry entry, Metadata metadata, Inode.Special.Kind kind)
      throws UnsupportedFeatureException {
    long major = Integer.toUnsignedLong(entry.deviceMajor());
    long minor = Integer.toUnsignedLong(entry.deviceMinor());
    if (major > MAX_MAJOR || minor > MAX_MINOR) {
      throw new UnsupportedFeatureException(
          "device %d:%d, at most %d:%d fits an image"
              .formatted(major, minor, MAX_MAJOR, MAX_MINOR));
    }
    return new Inode.Special(metadata, kind, new DeviceNumber((int) major, (int) minor));
  }

  private Metadata metadata(TarEntry entry) throws FormatException {
    return pool.shared(
        new Metadata(
            entry.permissions() & 07777,
            Integer.toUnsignedLong(entry.uid()),
            Integer.toUnsignedLong(entry.gid()),
            1,
            entry.modified(),
            rules.mtime() == MtimePrecision.SEC ? 0 : entry.nanoseconds(),
            xattrs(entry)));
  }

  private static Xattrs xattrs(TarEntry entry) throws FormatException {
    XattrSet set = new XattrSet();
    for (TarXattr xattr : entry.xattrs()) {
      set.put(xattr.name(), xattr.value());
    }
    return set.xattrs();
  }

  private void warnOfOrder(TarEntry entry) {
    if (warnings.size() < MAX_WARNINGS) {
      warnings.add(
          new TarWarning(
              TarWarning.Kind.WHITEOUT_OF_SAME_LAYER,
              entry.headerOffset(),
              "it removes what the same layer has before it, as composefs-rs does it: "
                  + PrintableBytes.of(entry.path())));
    }
  }

  @Override
  public void volumeLabel(byte[] label) {}

  @Override
  public void warning(TarWarning warning) {
    warnings.add(warning);
  }
}
