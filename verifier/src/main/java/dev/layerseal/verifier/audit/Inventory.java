package dev.layerseal.verifier.audit;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.ImageIndex;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.Platform;
import dev.layerseal.oci.store.ImageStore;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Everything in one store: images, indexes, and what refers to them. */
final class Inventory {

  private static final int MAX_MANIFESTS = 100_000;

  private final ImageStore store;
  private final Findings findings;
  private final boolean askReferrers;
  private final Map<Digest, Descriptor> subjects = new LinkedHashMap<>();
  private final Map<Descriptor, Manifest> images = new LinkedHashMap<>();
  private final Map<Descriptor, Manifest> referrers = new LinkedHashMap<>();

  /**
   * @param askReferrers whether what refers to an image has to be asked for
   */
  Inventory(ImageStore store, Findings findings, boolean askReferrers) {
    this.store = store;
    this.findings = findings;
    this.askReferrers = askReferrers;
  }

  /** Reads everything that {@code roots} lead to. */
  void read(List<Descriptor> roots) {
    Deque<Descriptor> todo = new ArrayDeque<>(roots);
    Set<Digest> seen = new HashSet<>();
    while (!todo.isEmpty()) {
      Descriptor next = todo.remove();
      if (seen.size() == MAX_MANIFESTS) {
        findings.add(
            FindingKind.UNREADABLE,
            store.name(),
            "more than %d manifests, the others are not looked at".formatted(MAX_MANIFESTS));
        return;
      }
      if (seen.add(next.digest())) {
        todo.addAll(read(next.plain()));
      }
    }
  }

  /** Images and indexes, by digest. */
  Map<Digest, Descriptor> subjects() {
    return subjects;
  }

  Map<Descriptor, Manifest> images() {
    return images;
  }

  /** Manifests that have a subject. */
  Map<Descriptor, Manifest> referrers() {
    return referrers;
  }

  /** What one manifest leads to. */
  private List<Descriptor> read(Descriptor entry) {
    boolean index = MediaType.isIndex(entry.mediaType());
    if (!index && !MediaType.isManifest(entry.mediaType())) {
      return List.of();
    }
    List<Descriptor> next = new ArrayList<>();
    try {
      byte[] bytes = fetch(entry);
      if (index) {
        ImageIndex.decode(entry.mediaType(), bytes).manifests().stream()
            .filter(Inventory::forSomePlatform)
            .forEach(next::add);
        subjects.put(entry.digest(), entry);
      } else {
        add(entry, Manifest.decode(entry.mediaType(), bytes));
      }
      if (askReferrers) {
        next.addAll(store.referrers(entry.digest()));
      }
    } catch (LayersealException | IOException e) {
      findings.add(e, entry.digest());
    }
    return next;
  }

  /** Not so for attestations, which stand in an index as images for an unknown platform. */
  private static boolean forSomePlatform(Descriptor entry) {
    return entry.platform().filter(Platform::unknown).isEmpty();
  }

  private void add(Descriptor entry, Manifest manifest) {
    if (manifest.subject().isPresent()) {
      referrers.put(entry, manifest);
    } else {
      images.put(entry, manifest);
    }
    subjects.put(entry.digest(), entry);
  }

  private byte[] fetch(Descriptor entry) throws LayersealException, IOException {
    try {
      return store.fetchManifest(entry);
    } catch (FormatException e) {
      findings.add(FindingKind.DIGEST_MISMATCH, entry.digest(), String.valueOf(e.getMessage()));
      throw new RegistryException(entry.digest() + " cannot be looked into", e);
    }
  }
}
