package dev.layerseal.oci.registry;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.json.JsonObject;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.registry.Authorizer.Action;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code /v2/NAME/manifests/REFERENCE}: manifests and indexes, by tag or digest. */
final class ManifestEndpoint {

  /** A manifest as it came, with a descriptor whose digest is that of the bytes. */
  record Fetched(Descriptor descriptor, byte[] bytes) {}

  private static final String ACCEPT =
      Arrays.stream(MediaType.values())
          .filter(
              type -> type.kind() == MediaType.Kind.MANIFEST || type.kind() == MediaType.Kind.INDEX)
          .map(MediaType::toString)
          .collect(Collectors.joining(", "));

  private final RegistryCaller caller;
  private final RecentManifests recent = new RecentManifests();

  ManifestEndpoint(RegistryCaller caller) {
    this.caller = caller;
  }

  /** What a tag names at this moment; nothing when there is no such tag. */
  Optional<Fetched> byTag(String tag) throws LayersealException, IOException {
    return fetch(tag, Digest.Algorithm.SHA256);
  }

  /**
   * The manifest with that digest; nothing when there is none.
   *
   * @throws FormatException when the registry gives other bytes
   */
  Optional<Fetched> byDigest(Digest digest) throws LayersealException, IOException {
    Optional<Fetched> known = recent.find(digest);
    if (known.isPresent()) {
      return known;
    }
    Optional<Fetched> fetched = fetch(digest.toString(), digest.algorithm());
    if (fetched.isPresent() && !fetched.get().descriptor().digest().equals(digest)) {
      throw new FormatException(
          "%s: manifest %s: digest differs, computed %s"
              .formatted(caller.name(), digest, fetched.get().descriptor().digest()));
    }
    return fetched;
  }

  private Optional<Fetched> fetch(String reference, Digest.Algorithm algorithm)
      throws LayersealException, IOException {
    Call call = caller.call("GET", "manifests/" + reference).with("Accept", ACCEPT);
    try (Response response = caller.makeWhole(call, Action.PULL, Manifest.MAX_SIZE, 200, 404)) {
      if (response.status() == 404) {
        return Optional.empty();
      }
      byte[] bytes = response.readAll(Manifest.MAX_SIZE);
      Digest digest = Digest.compute(algorithm, bytes);
      checkHeader(response, reference, digest);
      Fetched fetched =
          new Fetched(Descriptor.of(mediaType(response, bytes), digest, bytes.length), bytes);
      recent.keep(fetched);
      return Optional.of(fetched);
    }
  }

  /** A registry that contradicts itself is not believed. */
  private void checkHeader(Response response, String reference, Digest computed)
      throws LayersealException {
    Optional<String> named = response.header("Docker-Content-Digest");
    if (named.isPresent()
        && named.get().startsWith(computed.algorithm() + ":")
        && !named.get().equals(computed.toString())) {
      throw new FormatException(
          "%s: manifest %s: the registry calls it %s, computed %s"
              .formatted(caller.name(), reference, named.get(), computed));
    }
  }

  private static String mediaType(Response response, byte[] bytes) throws LayersealException {
    Optional<String> header = response.contentType().filter(type -> type.contains("/vnd."));
    if (header.isPresent()) {
      if (header.get().contains("distribution.manifest.v1+")) {
        throw new UnsupportedFeatureException(
            "manifest of docker schema 1, which has no layer digests to sign");
      }
      return header.get();
    }
    return JsonObject.parse(bytes).string("mediaType");
  }

  /**
   * Removes the manifest with that digest and every tag of it; one that is not there is no failure.
   *
   * @throws UnsupportedFeatureException when the registry does not remove manifests
   */
  void delete(Digest digest) throws LayersealException, IOException {
    delete(digest.toString());
    recent.forget(digest);
  }

  /** Removes a tag, or as {@link #delete(Digest)} a manifest. */
  void delete(String reference) throws LayersealException, IOException {
    Call call = caller.call("DELETE", "manifests/" + reference);
    try (Response response =
        caller.makeWhole(
            call, Action.DELETE, Manifest.MAX_SIZE, 200, 202, 204, 400, 404, 405, 501)) {
      if (response.status() != 404 && response.status() >= 400) {
        throw new UnsupportedFeatureException(
            "%s: the registry does not remove manifests (status %d)"
                .formatted(caller.name(), response.status()));
      }
    }
  }

  /** Stores the exact bytes under a tag or their digest, and gives the answer's headers. */
  void put(String reference, Descriptor descriptor, byte[] bytes)
      throws LayersealException, IOException {
    Call call = caller.call("PUT", "manifests/" + reference).sending(descriptor.mediaType(), bytes);
    try (Response response =
        caller.makeWhole(call, Action.PUSH, Manifest.MAX_SIZE, 200, 201, 202)) {
      Optional<String> named = response.header("Docker-Content-Digest");
      if (named.isPresent()
          && named.get().startsWith(descriptor.digest().algorithm() + ":")
          && !named.get().equals(descriptor.digest().toString())) {
        throw new RegistryException(
            "%s: pushed manifest %s, the registry stored %s"
                .formatted(caller.name(), descriptor.digest(), named.get()));
      }
    }
  }
}
