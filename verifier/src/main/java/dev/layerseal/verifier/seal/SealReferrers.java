package dev.layerseal.verifier.seal;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.store.ImageStore;
import java.io.IOException;
import java.util.List;

/** What refers to an image and may hold seals of it. */
public final class SealReferrers {

  /** More referrers than this are not looked at: a registry may list as many as it likes. */
  private static final int MAX_REFERRERS = 1000;

  private SealReferrers() {}

  /**
   * The manifests that refer to {@code image}.
   *
   * @throws UnsupportedFeatureException when it has more than 1000 referrers
   */
  public static List<Descriptor> of(ImageStore store, Descriptor image)
      throws LayersealException, IOException {
    List<Descriptor> referrers = store.referrers(image.digest());
    if (referrers.size() > MAX_REFERRERS) {
      throw new UnsupportedFeatureException(
          "%s: %d referrers, more than %d"
              .formatted(image.digest(), referrers.size(), MAX_REFERRERS));
    }
    return referrers.stream()
        .filter(referrer -> MediaType.isManifest(referrer.mediaType()))
        .toList();
  }
}
