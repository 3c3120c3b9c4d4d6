package dev.layerseal.oci.store;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.ImageIndex;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Removes a referrer from a layout, with the blobs that nothing in the layout names any more. It is
 * for whoever holds the layout's lock.
 */
record ReferrerRemoval(LayoutStore store, LayoutFolder folder) {

  void remove(Digest referrer, Digest subject) throws LayersealException, IOException {
    List<Descriptor> content = content(referrer);
    LayoutIndex changed = store.index().without(referrer);
    Optional<Descriptor> list = changed.tagged(subject.algorithm() + "-" + subject.hex());
    if (list.isPresent()
        && MediaType.isIndex(list.get().mediaType())
        && store.hasBlob(list.get())) {
      changed = unlisted(changed, list.get(), referrer);
    }
    changed.write(folder);
    removeUnneeded(content);
  }

  /** The referrer and all that it names. */
  private List<Descriptor> content(Digest referrer) throws LayersealException, IOException {
    Optional<Descriptor> entry =
        reachable().stream().filter(one -> one.digest().equals(referrer)).findFirst();
    return entry.isPresent() ? content(List.of(entry.get())) : List.of();
  }

  private List<Descriptor> reachable() throws LayersealException, IOException {
    return store.manifests().reachable();
  }

  /** The index with a new list of referrers in place of one that has {@code referrer}. */
  private LayoutIndex unlisted(LayoutIndex index, Descriptor list, Digest referrer)
      throws LayersealException, IOException {
    List<Descriptor> listed =
        ImageIndex.decode(list.mediaType(), store.fetchManifest(list)).manifests();
    List<Descriptor> fewer =
        listed.stream().filter(entry -> !entry.digest().equals(referrer)).toList();
    if (fewer.size() == listed.size()) {
      return index;
    }
    LayoutIndex changed = index.without(list.digest());
    if (!fewer.isEmpty()) {
      ImageIndex made = ImageIndex.of(fewer, Map.of());
      store.pushBlob(made.descriptor(), made.bytes());
      changed = changed.with(made.descriptor(), list.annotation(LayoutIndex.REF_NAME));
    }
    folder.delete(LayoutStore.blobPath(list.digest()));
    return changed;
  }

  private void removeUnneeded(List<Descriptor> content) throws LayersealException, IOException {
    List<Descriptor> left = reachable();
    List<Digest> needed = content(left).stream().map(Descriptor::digest).toList();
    for (Descriptor blob : content) {
      if (!needed.contains(blob.digest()) && (left.isEmpty() || !needed.isEmpty())) {
        folder.delete(LayoutStore.blobPath(blob.digest()));
      }
    }
  }

  /** The manifests and all that they name; nothing when that cannot be known of one of them. */
  private List<Descriptor> content(List<Descriptor> manifests)
      throws LayersealException, IOException {
    List<Descriptor> found = new ArrayList<>();
    for (Descriptor entry : manifests) {
      found.add(entry);
      if (MediaType.isManifest(entry.mediaType()) && store.hasBlob(entry)) {
        try {
          Manifest manifest = Manifest.decode(entry.mediaType(), store.fetchManifest(entry));
          manifest.config().ifPresent(found::add);
          found.addAll(manifest.layers());
        } catch (FormatException | UnsupportedFeatureException e) {
          return List.of();
        }
      }
    }
    return found;
  }
}
