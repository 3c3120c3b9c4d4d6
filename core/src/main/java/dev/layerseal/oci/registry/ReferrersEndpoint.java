package dev.layerseal.oci.registry;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.ImageIndex;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.registry.Authorizer.Action;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code /v2/NAME/referrers/DIGEST}. No filter is sent: what a registry believes a referrer to be
 * is not always what its manifest says.
 */
final class ReferrersEndpoint {

  static final int MAX_REFERRERS = 4096;

  private final RegistryCaller caller;

  ReferrersEndpoint(RegistryCaller caller) {
    this.caller = caller;
  }

  /** The referrers of all pages; nothing when the registry has no such endpoint. */
  Optional<List<Descriptor>> list(Digest subject) throws LayersealException, IOException {
    List<Descriptor> found = new ArrayList<>();
    Pages pages = new Pages(caller);
    Optional<Call> next =
        Optional.of(
            caller
                .call("GET", "referrers/" + subject)
                .with("Accept", MediaType.OCI_INDEX.toString()));
    while (next.isPresent()) {
      Call call = next.get();
      try (Response response =
          caller.makeWhole(call, Action.PULL, Manifest.MAX_SIZE, 200, 400, 404, 405, 501)) {
        if (!isList(response)) {
          return Optional.empty();
        }
        byte[] bytes = response.readAll(Manifest.MAX_SIZE);
        found.addAll(ImageIndex.decode(MediaType.OCI_INDEX.toString(), bytes).manifests());
        checkCount(caller.name(), subject, found.size());
        next = pages.after(call, response);
      }
    }
    return Optional.of(found);
  }

  /** A proxy or an old registry may answer 200 with something else. */
  private static boolean isList(Response response) {
    return response.status() == 200
        && response.contentType().equals(Optional.of(MediaType.OCI_INDEX.toString()));
  }

  static void checkCount(String name, Digest subject, int count) throws RegistryException {
    if (count > MAX_REFERRERS) {
      throw new RegistryException(
          "%s: %s has more than %d referrers".formatted(name, subject, MAX_REFERRERS));
    }
  }
}
