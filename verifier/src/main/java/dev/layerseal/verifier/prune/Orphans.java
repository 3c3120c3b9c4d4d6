package dev.layerseal.verifier.prune;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.oci.store.LayoutStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Signatures whose image is gone. A layout is looked through; in a registry those are found that
 * are listed under a tag, since the Referrers API does not tell of subjects that are not there.
 */
public final class Orphans {

  private static final Pattern LIST_TAG =
      Pattern.compile("(sha256)-([0-9a-f]{64})|(sha512)-([0-9a-f]{128})");

  private final ImageStore store;
  private final Map<Digest, PrunedSignature> found = new LinkedHashMap<>();

  private Orphans(ImageStore store) {
    this.store = store;
  }

  public static List<PrunedSignature> of(ImageStore store) throws LayersealException, IOException {
    Orphans orphans = new Orphans(store);
    for (String tag : store.tags()) {
      Matcher list = LIST_TAG.matcher(tag);
      if (list.matches()) {
        orphans.below(Digest.parse(tag.replaceFirst("-", ":")));
      }
    }
    if (store instanceof LayoutStore layout) {
      for (Descriptor entry : layout.entries()) {
        orphans.add(entry);
      }
    }
    return List.copyOf(orphans.found.values());
  }

  private void below(Digest subject) throws LayersealException, IOException {
    if (!store.hasManifest(subject)) {
      for (Descriptor referrer : new ArrayList<>(store.referrers(subject))) {
        add(referrer);
      }
    }
  }

  private void add(Descriptor entry) throws LayersealException, IOException {
    try {
      Optional<Manifest> signature =
          store.hasManifest(entry.digest())
              ? ImageSignature.manifest(store, entry)
              : Optional.empty();
      Optional<Digest> subject = signature.flatMap(Manifest::subject).map(Descriptor::digest);
      if (subject.isPresent() && !store.hasManifest(subject.get())) {
        found.put(
            entry.digest(),
            new PrunedSignature(
                entry.digest(), subject.get(), Verdict.ORPHANED, "what it signs is not there"));
      }
    } catch (FormatException | UnsupportedFeatureException e) {
      return; // Whatever it is, it cannot be said to be an orphaned signature.
    }
  }
}
