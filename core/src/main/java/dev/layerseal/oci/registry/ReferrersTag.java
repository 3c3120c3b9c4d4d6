package dev.layerseal.oci.registry;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.ImageIndex;
import dev.layerseal.oci.MediaType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The list of referrers in an index under a tag made from the subject's digest, for registries
 * without the Referrers API (distribution specification, "Referrers Tag Schema").
 *
 * <p>Two writers can overwrite each other, and registries offer nothing against it. So the list is
 * read right before it is written and again afterwards; when the entry is gone, it is written
 * again.
 */
final class ReferrersTag {

  private final RegistryCaller caller;
  private final ManifestEndpoint manifests;
  private final Retries retries;

  ReferrersTag(RegistryCaller caller, ManifestEndpoint manifests, Retries retries) {
    this.caller = caller;
    this.manifests = manifests;
    this.retries = retries;
  }

  static String name(Digest subject) {
    return subject.algorithm() + "-" + subject.hex();
  }

  /** The entries; none when there is no such tag, or it is no index. */
  List<Descriptor> list(Digest subject) throws LayersealException, IOException {
    Optional<ManifestEndpoint.Fetched> fetched = manifests.byTag(name(subject));
    if (fetched.isEmpty()
        || !fetched.get().descriptor().mediaType().equals(MediaType.OCI_INDEX.toString())) {
      return List.of();
    }
    ImageIndex index =
        ImageIndex.decode(fetched.get().descriptor().mediaType(), fetched.get().bytes());
    ReferrersEndpoint.checkCount(caller.name(), subject, index.manifests().size());
    return index.manifests();
  }

  /** Removes an entry if it is there; a list without entries goes with its tag. */
  void remove(Digest subject, Digest referrer) throws LayersealException, IOException {
    for (int attempt = 1; attempt <= retries.attempts() + 1; attempt++) {
      Optional<ManifestEndpoint.Fetched> before = manifests.byTag(name(subject));
      List<Descriptor> listed = list(subject);
      List<Descriptor> changed =
          listed.stream().filter(entry -> !entry.digest().equals(referrer)).toList();
      if (before.isEmpty() || changed.size() == listed.size()) {
        return;
      }
      if (attempt > 1) {
        retries.pause(attempt - 1, Optional.empty());
      }
      replace(subject, before.get().descriptor().digest(), changed);
    }
    throw new RegistryException(
        "%s: the list of referrers of %s is overwritten again and again"
            .formatted(caller.name(), subject));
  }

  /** The old list goes last: where a tag cannot be removed by itself, it goes with it. */
  private void replace(Digest subject, Digest before, List<Descriptor> changed)
      throws LayersealException, IOException {
    if (changed.isEmpty()) {
      removeTag(subject);
    } else {
      ImageIndex index = ImageIndex.of(changed, java.util.Map.of());
      manifests.put(name(subject), index.descriptor(), index.bytes());
    }
    manifests.delete(before);
  }

  private void removeTag(Digest subject) throws LayersealException, IOException {
    try {
      manifests.delete(name(subject));
    } catch (UnsupportedFeatureException e) {
      ImageIndex empty = ImageIndex.of(List.of(), java.util.Map.of());
      manifests.put(name(subject), empty.descriptor(), empty.bytes());
    }
  }

  /** Adds an entry unless it is there. */
  void add(Digest subject, Descriptor referrer) throws LayersealException, IOException {
    for (int attempt = 1; ; attempt++) {
      List<Descriptor> listed = list(subject);
      if (listed.stream().anyMatch(referrer::sameContent)) {
        return;
      }
      if (attempt > retries.attempts()) {
        throw new RegistryException(
            "%s: the list of referrers of %s is overwritten again and again"
                .formatted(caller.name(), subject));
      }
      if (attempt > 1) {
        retries.pause(attempt - 1, Optional.empty());
        listed = list(subject);
      }
      List<Descriptor> changed = new ArrayList<>(listed);
      changed.add(referrer);
      ReferrersEndpoint.checkCount(caller.name(), subject, changed.size());
      ImageIndex index = ImageIndex.of(changed, java.util.Map.of());
      manifests.put(name(subject), index.descriptor(), index.bytes());
    }
  }
}
