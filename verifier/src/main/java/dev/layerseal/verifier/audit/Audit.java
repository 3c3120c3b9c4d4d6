package dev.layerseal.verifier.audit;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.StreamException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.seal.ImageConverter;
import dev.layerseal.seal.ImageLayers;
import dev.layerseal.seal.LayerSeal;
import dev.layerseal.seal.SealManifest;
import dev.layerseal.verifier.seal.RootHashes;
import dev.layerseal.verifier.seal.SealRecipes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at every signature in stores. Nothing is trusted, so nothing here says "verified"; nothing
 * that is found ends the audit.
 */
public final class Audit {

  private final AuditOptions options;
  private final List<String> targets = new ArrayList<>();
  private final List<String> images = new ArrayList<>();
  private final List<StoredSignature> signatures = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  public Audit(AuditOptions options) {
    this.options = options;
  }

  /**
   * Looks at one store.
   *
   * @param roots the manifests and indexes to begin with
   * @param askReferrers whether signatures have to be asked for, as in a registry; in a layout they
   *     are among the roots
   */
  public void add(ImageStore store, List<Descriptor> roots, boolean askReferrers) {
    Findings found = new Findings(store.name());
    Inventory inventory = new Inventory(store, found, askReferrers);
    if (roots.isEmpty()) {
      found.add(FindingKind.UNREADABLE, store.name(), "there is nothing in it to look at");
    }
    inventory.read(roots);
    new Store(store, inventory, found).check();
    targets.add(store.name());
    inventory
        .subjects()
        .keySet()
        .forEach(
            digest -> {
              if (inventory.referrers().keySet().stream()
                  .noneMatch(one -> one.digest().equals(digest))) {
                images.add(digest.toString());
              }
            });
    findings.addAll(found.all());
  }

  /** A target that could not be looked at. */
  public void unreadable(String target, Exception failure) {
    targets.add(target);
    findings.add(
        new Finding(FindingKind.UNREADABLE, target, target, String.valueOf(failure.getMessage())));
  }

  public AuditReport report() {
    return new AuditReport(targets, images, signatures, findings);
  }

  /** One store with everything in it. */
  private final class Store {
    private final ImageStore store;
    private final Inventory inventory;
    private final Findings found;
    private final Map<Digest, Map<LayerSeal, SealManifest>> seals = new LinkedHashMap<>();
    private final Set<Digest> signed = new LinkedHashSet<>();

    Store(ImageStore store, Inventory inventory, Findings found) {
      this.store = store;
      this.inventory = inventory;
      this.found = found;
    }

    void check() {
      SignatureAudit audit =
          new SignatureAudit(
              store,
              found,
              new CertificateAudit(found, options),
              options.recompute().map(ImageConverter::settings),
              (manifest, seal) ->
                  seals
                      .computeIfAbsent(manifest.subject().digest(), any -> new LinkedHashMap<>())
                      .put(seal, manifest));
      inventory
          .referrers()
          .forEach(
              (source, manifest) -> {
                Digest subject = manifest.subject().orElseThrow().digest();
                audit
                    .check(source, manifest, Optional.ofNullable(inventory.subjects().get(subject)))
                    .ifPresent(this::remember);
              });
      inventory.images().forEach(this::checkImage);
    }

    private void remember(StoredSignature signature) {
      signatures.add(signature);
      boolean manifest = !signature.form().startsWith("seals");
      if (manifest && signature.state() == StoredSignature.State.SOUND) {
        signed.add(signature.subject());
      }
    }

    private void checkImage(Descriptor image, Manifest manifest) {
      try {
        manifest.imageConfig();
      } catch (LayersealException e) {
        return; // Some other artifact, which has no layers to sign.
      }
      if (!signed.contains(image.digest())) {
        found.add(
            FindingKind.UNSIGNED_MANIFEST, image.digest(), "no sound signature of the manifest");
      }
      Map<LayerSeal, SealManifest> sealed = seals.getOrDefault(image.digest(), Map.of());
      for (Descriptor layer : new LinkedHashSet<>(manifest.layers())) {
        if (sealed.keySet().stream().noneMatch(one -> one.layer().equals(layer.digest()))) {
          found.add(FindingKind.UNSIGNED_LAYER, layer.digest(), "no sound seal of this layer");
        }
        if (options.blobs()) {
          checkBlob(layer);
        }
      }
      if (options.blobs()) {
        manifest.config().ifPresent(this::checkBlob);
      }
      if (options.recompute().isPresent() && !sealed.isEmpty()) {
        recompute(image, manifest, sealed);
      }
    }

    private void checkBlob(Descriptor blob) {
      if (blob.type().filter(type -> type.kind() == MediaType.Kind.FOREIGN_LAYER).isPresent()) {
        return;
      }
      try (InputStream in = store.openBlob(blob)) {
        in.transferTo(OutputStream.nullOutputStream());
      } catch (StreamException e) {
        addBlob(blob, e.failure());
      } catch (LayersealException | IOException e) {
        addBlob(blob, e);
      }
    }

    private void addBlob(Descriptor blob, Exception failure) {
      if (failure instanceof FormatException) {
        found.add(FindingKind.TAMPERED_BLOB, blob.digest(), String.valueOf(failure.getMessage()));
      } else {
        found.add(failure, blob.digest());
      }
    }

    private void recompute(
        Descriptor image, Manifest manifest, Map<LayerSeal, SealManifest> sealed) {
      try {
        ImageLayers layers = ImageLayers.read(store, image, manifest);
        RootHashes hashes = new RootHashes(store, layers, options.recompute().orElseThrow());
        List<Recipe> likely = new ArrayList<>();
        for (SealManifest one : new LinkedHashSet<>(sealed.values())) {
          likely.addAll(SealRecipes.likely(one));
        }
        hashes.compute(likely);
        if (!differing(sealed, hashes).isEmpty()) {
          hashes.compute(Recipe.known());
        }
        for (LayerSeal seal : differing(sealed, hashes)) {
          found.add(
              FindingKind.ROOT_HASH_DIFFERS,
              seal.layer(),
              "sealed is %s, which no known recipe gives".formatted(seal.rootHash()));
        }
      } catch (LayersealException | IOException e) {
        found.add(e, image.digest());
      }
    }

    private List<LayerSeal> differing(Map<LayerSeal, SealManifest> sealed, RootHashes hashes) {
      return sealed.keySet().stream()
          .filter(seal -> hashes.match(seal.layer(), seal.rootHash()).isEmpty())
          .toList();
    }
  }
}
