package dev.layerseal.composefs;

import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.erofs.disk.NameFilter;
import dev.layerseal.erofs.disk.XattrArea;
import dev.layerseal.erofs.disk.XattrEntry;
import dev.layerseal.erofs.disk.XattrPrefix;
import dev.layerseal.tree.Xattrs;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The xattrs that more than one inode has, which an image holds once. Found in two passes over all
 * inodes: {@link #announce} everything first, then {@link #count} everything.
 */
final class SharedXattrs {

  /** A name and a value, compared by content. */
  record Pair(Xattrs.Entry xattr) {

    @Override
    public boolean equals(Object other) {
      return other instanceof Pair that
          && Arrays.equals(xattr.name(), that.xattr.name())
          && Arrays.equals(xattr.value(), that.xattr.value());
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(xattr.name()) + Arrays.hashCode(xattr.value());
    }
  }

  /** Largest first: by name, then by length of the value, then by value. */
  static final Comparator<Pair> EPOCH_1 =
      Comparator.<Pair, byte[]>comparing(pair -> pair.xattr().name(), Arrays::compareUnsigned)
          .thenComparing(pair -> pair.xattr().value().length)
          .thenComparing(pair -> pair.xattr().value(), Arrays::compareUnsigned)
          .reversed();

  /** Smallest first: by index of the prefix, then by the rest of the name, then by value. */
  static final Comparator<Pair> EPOCH_2 =
      Comparator.<Pair, XattrEntry>comparing(
          pair -> entry(pair.xattr(), XattrPrefix::ofAny),
          Comparator.comparingInt(XattrEntry::nameIndex)
              .thenComparing(XattrEntry::name, Arrays::compareUnsigned)
              .thenComparing(XattrEntry::value, Arrays::compareUnsigned));

  private RepeatedHashes hashes = new RepeatedHashes();
  private final Map<Pair, Integer> counts = new HashMap<>();
  private final Map<Pair, Integer> offsets = new HashMap<>();
  private final ByteWriter table = new ByteWriter(0);
  private final int maxReferences;
  private final Function<byte[], Optional<XattrPrefix>> prefixes;
  private final MessageDigest digest;

  /**
   * @param maxReferences how many xattrs of one inode may be shared
   * @param prefixes the prefix of a name that has a number
   */
  SharedXattrs(int maxReferences, Function<byte[], Optional<XattrPrefix>> prefixes) {
    this.maxReferences = maxReferences;
    this.prefixes = prefixes;
    try {
      // A hash that nobody can make collide: input decides what is hashed.
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** First pass. */
  void announce(List<Xattrs.Entry> xattrs) {
    for (Xattrs.Entry xattr : xattrs) {
      hashes.add(hash(xattr));
    }
  }

  /** Second pass. */
  void count(List<Xattrs.Entry> xattrs) {
    for (Xattrs.Entry xattr : xattrs) {
      if (hashes.contains(hash(xattr))) {
        counts.merge(new Pair(xattr), 1, Integer::sum);
      }
    }
  }

  private long hash(Xattrs.Entry xattr) {
    digest.update((byte) xattr.name().length);
    digest.update(xattr.name());
    return ByteBuffer.wrap(digest.digest(xattr.value())).getLong();
  }

  /** Ends the passes: the table holds what was counted twice or more, in this order. */
  void layOut(Comparator<Pair> order) {
    List<Pair> shared = new ArrayList<>();
    counts.forEach(
        (pair, uses) -> {
          if (uses > 1) {
            shared.add(pair);
          }
        });
    counts.clear();
    hashes = new RepeatedHashes();
    shared.sort(order);
    for (Pair pair : shared) {
      offsets.put(pair, table.size());
      entry(pair.xattr(), prefixes).encode(table);
    }
  }

  /** Bytes of the table. */
  int size() {
    return table.size();
  }

  byte[] table() {
    return table.toByteArray();
  }

  /**
   * What stands behind an inode that has {@code xattrs}, at least one.
   *
   * @param base offset of the table from what ids count from, in bytes
   */
  XattrArea area(List<Xattrs.Entry> xattrs, long base) {
    long filter = NameFilter.EMPTY;
    List<Long> ids = new ArrayList<>();
    List<XattrEntry> inline = new ArrayList<>();
    for (Xattrs.Entry xattr : xattrs) {
      XattrEntry entry = entry(xattr, prefixes);
      filter = NameFilter.add(filter, entry.nameIndex(), entry.name());
      Integer offset = ids.size() < maxReferences ? offsets.get(new Pair(xattr)) : null;
      if (offset == null) {
        inline.add(entry);
      } else {
        ids.add((base + offset) / XattrArea.SHARED_ID);
      }
    }
    return new XattrArea(filter, ids, inline);
  }

  /** The same xattrs in the order in which they are read back: those that are inline first. */
  List<Xattrs.Entry> stored(List<Xattrs.Entry> xattrs) {
    List<Xattrs.Entry> references = new ArrayList<>();
    List<Xattrs.Entry> inline = new ArrayList<>();
    for (Xattrs.Entry xattr : xattrs) {
      boolean reference = references.size() < maxReferences && offsets.containsKey(new Pair(xattr));
      (reference ? references : inline).add(xattr);
    }
    inline.addAll(references);
    return inline;
  }

  /** Bytes of {@link #area}, 0 without xattrs. */
  int areaSize(List<Xattrs.Entry> xattrs) {
    return xattrs.isEmpty() ? 0 : area(xattrs, 0).size();
  }

  /** How many of {@code xattrs} are references. */
  long references(List<Xattrs.Entry> xattrs) {
    return xattrs.stream().filter(xattr -> offsets.containsKey(new Pair(xattr))).count();
  }

  private static XattrEntry entry(
      Xattrs.Entry xattr, Function<byte[], Optional<XattrPrefix>> prefixes) {
    return prefixes
        .apply(xattr.name())
        .map(prefix -> new XattrEntry(prefix.index, prefix.strip(xattr.name()), xattr.value()))
        .orElseGet(() -> new XattrEntry(XattrPrefix.NONE, xattr.name(), xattr.value()));
  }
}
