package dev.layerseal.oci.registry;

import dev.layerseal.oci.Digest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The manifests that came last, by digest: one that was just resolved is not fetched again. Only
 * bytes whose digest was computed are kept.
 */
final class RecentManifests {

  private static final long MAX_BYTES = 8 << 20;

  private final Map<Digest, ManifestEndpoint.Fetched> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  synchronized Optional<ManifestEndpoint.Fetched> find(Digest digest) {
    return Optional.ofNullable(kept.get(digest));
  }

  synchronized void forget(Digest digest) {
    ManifestEndpoint.Fetched gone = kept.remove(digest);
    bytes -= gone == null ? 0 : gone.bytes().length;
  }

  synchronized void keep(ManifestEndpoint.Fetched fetched) {
    if (kept.put(fetched.descriptor().digest(), fetched) == null) {
      bytes += fetched.bytes().length;
    }
    Iterator<ManifestEndpoint.Fetched> oldest = kept.values().iterator();
    while (bytes > MAX_BYTES && oldest.hasNext()) {
      bytes -= oldest.next().bytes().length;
      oldest.remove();
    }
  }
}
