package dev.layerseal.verifier.seal;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.oci.store.ReadBudget;
import dev.layerseal.seal.LayerSeal;
import dev.layerseal.seal.SealEntry;
import dev.layerseal.seal.SealManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads every referrer of an image that holds seals and checks each of them by itself. */
final class SealReader {

  /** Of manifests of seals and the blobs that they name, each of which is kept for the report. */
  private static final long MAX_TOTAL = 32 << 20;

  private final ImageStore store;
  private final SealChecks checks;
  private final Descriptor image;
  private final Set<Digest> layers;
  private final ReadBudget budget = new ReadBudget("seals", MAX_TOTAL);

  SealReader(ImageStore store, SealChecks checks, Descriptor image, List<Digest> layers) {
    this.store = store;
    this.checks = checks;
    this.image = image;
    this.layers = new HashSet<>(layers);
  }

  List<SealReport> read() throws LayersealException, IOException {
    List<SealReport> reports = new ArrayList<>();
    for (Descriptor referrer : SealReferrers.of(store, image)) {
      read(referrer).ifPresent(reports::add);
    }
    return reports;
  }

  /** The report about one referrer, unless it holds something else than seals. */
  private Optional<SealReport> read(Descriptor referrer) throws LayersealException, IOException {
    SealReport report = new SealReport(referrer, Optional.empty(), List.of(), Optional.empty());
    try {
      Manifest manifest = Manifest.decode(referrer.mediaType(), store.fetchManifest(referrer));
      if (!SealManifest.describes(manifest)) {
        return Optional.empty();
      }
      budget.take(referrer.size());
      SealManifest seals = SealManifest.decode(manifest);
      report = new SealReport(referrer, Optional.of(seals), List.of(), Optional.empty());
      checkSubject(seals);
      List<SealedLayer> checked = new ArrayList<>();
      for (LayerSeal seal : seals.open(this::blob)) {
        checked.add(checks.check(seal));
      }
      report = report.with(checked);
      checkCoverage(seals);
      return Optional.of(report);
    } catch (FormatException
        | UnsupportedFeatureException
        | RegistryException
        | VerificationException e) {
      return Optional.of(report.with(e));
    }
  }

  private byte[] blob(Descriptor blob) throws LayersealException, IOException {
    budget.take(blob.size());
    return store.fetchBlob(blob, SealEntry.MAX_BLOB);
  }

  private void checkSubject(SealManifest seals) throws VerificationException {
    if (!seals.subject().plain().equals(image.plain())) {
      throw new VerificationException(
          Reason.DIGEST_DIFFERS,
          "the seals are of another image: %s".formatted(seals.subject().digest()));
    }
  }

  private void checkCoverage(SealManifest seals) throws VerificationException {
    List<Digest> sealed = seals.layers();
    for (Digest layer : layers) {
      if (!sealed.contains(layer)) {
        throw new VerificationException(Reason.UNSIGNED, "layer " + layer + " has no seal here");
      }
    }
    for (Digest layer : sealed) {
      if (!layers.contains(layer)) {
        throw new VerificationException(
            Reason.DIGEST_DIFFERS, "a seal of layer " + layer + ", which the image does not have");
      }
    }
  }
}
