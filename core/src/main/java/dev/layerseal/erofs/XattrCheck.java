package dev.layerseal.erofs;

import dev.layerseal.erofs.disk.FeatureCompat;
import dev.layerseal.erofs.disk.NameFilter;
import dev.layerseal.erofs.disk.XattrArea;
import dev.layerseal.erofs.disk.XattrEntry;
import dev.layerseal.erofs.disk.XattrPrefix;
import dev.layerseal.error.LayersealException;
import dev.layerseal.tree.PrintableBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The xattr areas of all inodes, and what they share. */
final class XattrCheck {

  private final Image image;
  private final CheckFindings findings;
  private final Budget budget;
  private final Map<Long, Optional<byte[]>> seen = new HashMap<>();

  XattrCheck(Image image, CheckFindings findings, Budget budget) {
    this.image = image;
    this.findings = findings;
    this.budget = budget;
  }

  void check(ImageInode inode) throws IOException {
    try {
      budget.spend(inode.xattrSize());
      Optional<XattrArea> area = image.xattrs().area(inode);
      if (area.isPresent()) {
        check(inode, area.get());
      }
    } catch (LayersealException e) {
      findings.add(inode, message(e));
    }
  }

  private void check(ImageInode inode, XattrArea area) throws IOException, LayersealException {
    Set<ByteBuffer> names = new HashSet<>();
    for (XattrEntry entry : area.entries()) {
      check(inode, area, names, image.xattrs().named(entry).name());
    }
    for (long id : area.sharedIds()) {
      Optional<byte[]> shared = shared(id);
      if (shared.isPresent()) {
        check(inode, area, names, shared.get());
      }
    }
  }

  private void check(ImageInode inode, XattrArea area, Set<ByteBuffer> names, byte[] fullName) {
    String name = PrintableBytes.of(fullName);
    if (!names.add(ByteBuffer.wrap(fullName))) {
      findings.add(inode, "it has the xattr " + name + " twice");
    }
    boolean filtered =
        image.superblock().has(FeatureCompat.XATTR_FILTER)
            && image.superblock().xattrFilterReserved() == 0;
    if (filtered && (area.nameFilter() & bit(fullName)) != 0) {
      findings.add(inode, "its name filter 0x%08x hides %s".formatted(area.nameFilter(), name));
    }
  }

  /** A long prefix does not count here: the kernel looks a name up by its short one. */
  private static long bit(byte[] fullName) {
    return XattrPrefix.of(fullName)
        .map(prefix -> NameFilter.bit(prefix.index, prefix.strip(fullName)))
        .orElseGet(() -> NameFilter.bit(XattrPrefix.NONE, fullName));
  }

  private Optional<byte[]> shared(long id) throws IOException, LayersealException {
    Optional<byte[]> known = seen.get(id);
    if (known != null) {
      return known;
    }
    Optional<byte[]> found = Optional.empty();
    try {
      XattrEntry entry = image.xattrs().shared(id);
      budget.spend(entry.size());
      found = Optional.of(image.xattrs().named(entry).name());
    } catch (LayersealException e) {
      findings.add("shared xattr " + id, image.xattrs().sharedOffset(id), message(e));
    }
    seen.put(id, found);
    return found;
  }

  static String message(LayersealException e) {
    return String.valueOf(e.getMessage());
  }
}
