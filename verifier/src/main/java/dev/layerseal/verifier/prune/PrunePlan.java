package dev.layerseal.verifier.prune;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.store.ImageStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which Notary Project signatures of an image may go. The last sound one of a signer never does,
 * nor one that does what no newer one does: whatever policy is in force, the answer stays. Seals
 * and other referrers are not looked at.
 */
public final class PrunePlan {

  private final ImageStore store;
  private final Descriptor image;
  private final Instant now;
  private final List<PrunedSignature> broken = new ArrayList<>();
  private final List<ImageSignature> sound = new ArrayList<>();

  private PrunePlan(ImageStore store, Descriptor image, Instant now) {
    this.store = store;
    this.image = image;
    this.now = now;
  }

  /**
   * Looks at every signature of {@code image}.
   *
   * @throws LayersealException when one could not be fetched: nothing is said on half the facts
   */
  public static List<PrunedSignature> of(ImageStore store, Descriptor image, Instant now)
      throws LayersealException, IOException {
    PrunePlan plan = new PrunePlan(store, image.plain(), now);
    for (Descriptor referrer : store.referrers(image.digest())) {
      plan.read(referrer);
    }
    return plan.decide();
  }

  private void read(Descriptor referrer) throws LayersealException, IOException {
    if (!store.hasManifest(referrer.digest())) {
      broken.add(
          new PrunedSignature(
              referrer.digest(),
              image.digest(),
              Verdict.ORPHANED,
              "it is listed, and the manifest is gone"));
      return;
    }
    try {
      Optional<Manifest> manifest = ImageSignature.manifest(store, referrer);
      if (manifest.isPresent()) {
        sound.add(ImageSignature.read(store, manifest.get(), image));
      }
    } catch (FormatException | UnsupportedFeatureException e) {
      broken.add(
          new PrunedSignature(
              referrer.digest(), image.digest(), Verdict.BROKEN, String.valueOf(e.getMessage())));
    }
  }

  private List<PrunedSignature> decide() {
    sound.sort(Comparator.comparing(ImageSignature::signingTime).reversed());
    List<PrunedSignature> decided = new ArrayList<>();
    for (ImageSignature signature : sound) {
      decided.add(decide(signature));
    }
    decided.addAll(broken);
    return List.copyOf(decided);
  }

  private PrunedSignature decide(ImageSignature signature) {
    Optional<String> ended = signature.ended(now);
    if (ended.isPresent()) {
      boolean last =
          sound.stream().noneMatch(one -> one.ended(now).isEmpty() && one.sameSigner(signature));
      return last
          ? decided(signature, Verdict.KEPT, ended.get() + "; its signer has no other one here")
          : decided(signature, Verdict.EXPIRED, ended.get());
    }
    return sound.stream()
        .filter(other -> other.replaces(signature) && other.ended(now).isEmpty())
        .findFirst()
        .map(by -> decided(signature, Verdict.SUPERSEDED, "superseded by " + by.manifest()))
        .orElseGet(() -> decided(signature, Verdict.KEPT, "signed at " + signature.signingTime()));
  }

  private PrunedSignature decided(ImageSignature signature, Verdict verdict, String why) {
    return new PrunedSignature(signature.manifest(), image.digest(), verdict, why);
  }
}
