package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.erofs.disk.XattrArea;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The xattrs of a folder. Those that three names or more have are held once, for all files. */
final class SharedXattrs {

  private static final int ALIGNMENT = 4;
  private static final int FEWEST_NAMES = 3;
  private static final int MAX_REFERENCES = 255;

  private static final class Use {

    private final Xattr xattr;
    private int names;
    private @Nullable Xattr reference;

    Use(Xattr xattr) {
      this.xattr = xattr;
    }
  }

  private final TreeMap<Xattr, Use> uses = new TreeMap<>();
  private byte[] area = {};
  private @Nullable Group group;
  private long position;

  /** The one object for equal xattrs. */
  Xattr unique(Xattr xattr) {
    return uses.computeIfAbsent(xattr, Use::new).xattr;
  }

  /** Counts the xattrs of one more name. */
  void count(@Nullable List<Xattr> xattrs) {
    for (Xattr xattr : xattrs == null ? List.<Xattr>of() : xattrs) {
      uses.computeIfAbsent(xattr, Use::new).names++;
    }
  }

  /** Gives what is shared its place. */
  void place(Placement places) {
    List<Use> shared = uses.values().stream().filter(use -> use.names >= FEWEST_NAMES).toList();
    if (shared.isEmpty()) {
      return;
    }
    ByteWriter out = new ByteWriter(0);
    List<Integer> offsets = new ArrayList<>();
    for (Use use : shared) {
      offsets.add(out.size());
      use.xattr.encode(out);
    }
    area = out.toByteArray();
    group = places.placeXattrs(area.length, ALIGNMENT);
    position = group.used - area.length;
    long base = places.offsetInBlock(position);
    for (int i = 0; i < shared.size(); i++) {
      Use use = shared.get(i);
      use.reference = use.xattr.withSharedId((base + offsets.get(i)) / XattrArea.SHARED_ID);
    }
  }

  /**
   * Puts references into the list of a node: 1.8 writes them from the last to the first, before the
   * others.
   */
  void refer(List<Xattr> xattrs, ErofsUtils version) {
    List<Xattr> references = new ArrayList<>();
    List<Xattr> own = new ArrayList<>();
    if (version.isOld()) {
      Collections.reverse(xattrs);
    } else {
      Collections.sort(xattrs);
    }
    for (Xattr xattr : xattrs) {
      Xattr reference = references.size() < MAX_REFERENCES ? reference(xattr) : null;
      (reference == null ? own : references).add(reference == null ? xattr : reference);
    }
    if (version.isOld()) {
      Collections.reverse(own);
    }
    xattrs.clear();
    xattrs.addAll(references);
    xattrs.addAll(own);
  }

  private @Nullable Xattr reference(Xattr xattr) {
    Use use = uses.get(xattr);
    return use == null ? null : use.reference;
  }

  /** Writes what is shared into the metadata, and where it is into the superblock. */
  void write(SuperblockWriter superblock, MetadataWriter metadata, Placement places) {
    if (group != null) {
      metadata.storeXattrs(group, position, area);
      superblock.writeXattrBlock(places.block(group, position));
    }
  }
}
