package dev.layerseal.composefs;

import dev.layerseal.tree.Metadata;
import dev.layerseal.tree.Xattrs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps metadata and xattrs once that many files have in common. */
public final class MetadataPool {

  /** How many different sets of xattrs are remembered. */
  private static final int MAX_LABELS = 1024;

  private final Map<List<SharedXattrs.Pair>, Xattrs> labels = new HashMap<>();
  private @Nullable Metadata lastMetadata;

  /** The same as {@code metadata}; files that follow each other often have all of it in common. */
  public Metadata shared(Metadata metadata) {
    Metadata last = lastMetadata;
    if (last != null && metadata.xattrs().isEmpty() && metadata.equals(last)) {
      return last;
    }
    Xattrs known = metadata.xattrs().isEmpty() ? Xattrs.NONE : shared(metadata.xattrs());
    lastMetadata = metadata.withXattrs(known);
    return lastMetadata;
  }

  /** Most files of a tree have the same few labels: these are kept once. */
  private Xattrs shared(Xattrs xattrs) {
    List<SharedXattrs.Pair> key = xattrs.entries().stream().map(SharedXattrs.Pair::new).toList();
    Xattrs known = labels.get(key);
    if (known != null) {
      return known;
    }
    if (labels.size() < MAX_LABELS) {
      labels.put(key, xattrs);
    }
    return xattrs;
  }
}
