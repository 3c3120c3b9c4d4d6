package dev.layerseal.tar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What pax records (and GNU long names) have set, of one entry or of the whole archive. */
final class PaxValues {

  byte @Nullable [] path;
  byte @Nullable [] link;
  @Nullable Long size;
  @Nullable Long uid;
  @Nullable Long gid;
  @Nullable Long modified;
  int nanoseconds;
  boolean sparse;

  /** In the order of first appearance; a later value keeps the place of the first. */
  private final Map<Name, TarXattr> xattrs = new LinkedHashMap<>();

  /** The values that an entry starts with: all but the xattrs. */
  PaxValues forEntry() {
    PaxValues copy = new PaxValues();
    copy.path = path;
    copy.link = link;
    copy.size = size;
    copy.uid = uid;
    copy.gid = gid;
    copy.modified = modified;
    copy.nanoseconds = nanoseconds;
    return copy;
  }

  void xattr(byte[] name, byte[] value) {
    xattrs.put(new Name(name), new TarXattr(name, value));
  }

  /** The xattrs, then those of {@code global} whose name is not among them. */
  List<TarXattr> xattrsAnd(PaxValues global) {
    if (xattrs.isEmpty() && global.xattrs.isEmpty()) {
      return List.of();
    }
    List<TarXattr> all = new ArrayList<>(xattrs.values());
    for (Map.Entry<Name, TarXattr> other : global.xattrs.entrySet()) {
      if (!xattrs.containsKey(other.getKey())) {
        all.add(other.getValue());
      }
    }
    return all;
  }

  /** Bytes as a key, ordered so that a table of keys that collide is still searched quickly. */
  private record Name(byte[] bytes) implements Comparable<Name> {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Name name && java.util.Arrays.equals(bytes, name.bytes);
    }

    @Override
    public int hashCode() {
      return java.util.Arrays.hashCode(bytes);
    }

    @Override
    public int compareTo(Name other) {
      return java.util.Arrays.compareUnsigned(bytes, other.bytes);
    }
  }
}
