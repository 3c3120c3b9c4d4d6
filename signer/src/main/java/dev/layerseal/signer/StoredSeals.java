package dev.layerseal.signer;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.recipe.RecipeJson;
import dev.layerseal.seal.LayerSeal;
import dev.layerseal.seal.SealEntry;
import dev.layerseal.seal.SealForm;
import dev.layerseal.seal.SealManifest;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The seals that an image has already, as far as they can be read. */
final class StoredSeals {

  private final Map<SealManifest, List<LayerSeal>> found;

  private StoredSeals(Map<SealManifest, List<LayerSeal>> found) {
    this.found = found;
  }

  /** Where nobody asks what is there. */
  static StoredSeals none() {
    return new StoredSeals(Map.of());
  }

  /** Reads them; what is broken or of another kind is passed over. */
  static StoredSeals read(ImageStore store, Descriptor image)
      throws LayersealException, IOException {
    Map<SealManifest, List<LayerSeal>> found = new HashMap<>();
    for (Descriptor referrer : store.referrers(image.digest())) {
      if (MediaType.isManifest(referrer.mediaType())) {
        try {
          read(store, image, referrer, found);
        } catch (FormatException | UnsupportedFeatureException | RegistryException e) {
          // It is not there as far as signing is concerned; verify tells what it is.
        }
      }
    }
    return new StoredSeals(found);
  }

  private static void read(
      ImageStore store,
      Descriptor image,
      Descriptor referrer,
      Map<SealManifest, List<LayerSeal>> found)
      throws LayersealException, IOException {
    Manifest manifest = Manifest.decode(referrer.mediaType(), store.fetchManifest(referrer));
    if (!SealManifest.describes(manifest)) {
      return;
    }
    SealManifest seals = SealManifest.decode(manifest);
    if (seals.subject().plain().equals(image.plain())) {
      found.put(seals, seals.open(blob -> store.fetchBlob(blob, SealEntry.MAX_BLOB)));
    }
  }

  /** The manifest that seals the same, in the same form and by the same certificate. */
  Optional<SealManifest> same(
      SealForm form, Recipe recipe, List<LayerSeal> seals, X509Certificate signer) {
    return found.entrySet().stream()
        .filter(entry -> entry.getKey().form() == form)
        .filter(entry -> hasRecipe(entry.getKey(), recipe))
        .filter(entry -> sameSeals(entry.getValue(), seals, signer))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static boolean hasRecipe(SealManifest seals, Recipe recipe) {
    return seals.recipe().filter(RecipeJson.write(recipe)::equals).isPresent();
  }

  private static boolean sameSeals(
      List<LayerSeal> stored, List<LayerSeal> wanted, X509Certificate signer) {
    List<LayerSeal> missing = new ArrayList<>(wanted);
    for (LayerSeal seal : stored) {
      boolean asked =
          missing.removeIf(
              one -> one.layer().equals(seal.layer()) && one.rootHash().equals(seal.rootHash()));
      if (!asked || !signedBy(seal, signer)) {
        return false;
      }
    }
    return missing.isEmpty();
  }

  private static boolean signedBy(LayerSeal seal, X509Certificate signer) {
    try {
      if (!seal.signature().signer(List.of(signer)).equals(signer)) {
        return false;
      }
      seal.signature().verify(seal.rootHash().signedText(), signer);
      return true;
    } catch (VerificationException e) {
      return false;
    }
  }
}
