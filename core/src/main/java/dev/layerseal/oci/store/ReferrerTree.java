package dev.layerseal.oci.store;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.ImageIndex;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Something that refers to an image, and what refers to that in turn. Its kind is what its manifest
 * says, not what the list said.
 *
 * @param kind artifact type, or the type of the config; {@code unknown} when it cannot be read
 * @param problem why it cannot be read
 */
public record ReferrerTree(
    Descriptor descriptor,
    String kind,
    Map<String, String> annotations,
    Optional<String> problem,
    List<ReferrerTree> referrers) {

  private static final int MAX_DEPTH = 8;
  private static final int MAX_MANIFESTS = 4096;

  public ReferrerTree {
    referrers = List.copyOf(referrers);
  }

  /** Everything that refers to {@code subject}. */
  public static List<ReferrerTree> of(ImageStore store, Descriptor subject)
      throws LayersealException, IOException {
    return new Walk(store).below(subject.digest(), 0);
  }

  private static final class Walk {
    private final ImageStore store;
    private final Set<Digest> seen = new HashSet<>();

    Walk(ImageStore store) {
      this.store = store;
    }

    List<ReferrerTree> below(Digest subject, int depth) throws LayersealException, IOException {
      List<ReferrerTree> found = new ArrayList<>();
      if (depth == MAX_DEPTH || !seen.add(subject)) {
        return found;
      }
      if (seen.size() > MAX_MANIFESTS) {
        throw new RegistryException(
            "%s: more than %d manifests refer to one image".formatted(store.name(), MAX_MANIFESTS));
      }
      for (Descriptor listed : store.referrers(subject)) {
        found.addAll(read(listed, subject, depth));
      }
      return found;
    }

    private List<ReferrerTree> read(Descriptor listed, Digest subject, int depth)
        throws LayersealException, IOException {
      Description read;
      try {
        read = Description.of(listed.mediaType(), store.fetchManifest(listed));
      } catch (FormatException | UnsupportedFeatureException | RegistryException e) {
        String why = String.valueOf(e.getMessage());
        return List.of(new ReferrerTree(listed, "unknown", Map.of(), Optional.of(why), List.of()));
      }
      if (read.subject().filter(subject::equals).isEmpty()) {
        return List.of();
      }
      return List.of(
          new ReferrerTree(
              listed,
              read.kind(),
              read.annotations(),
              Optional.empty(),
              below(listed.digest(), depth + 1)));
    }
  }

  private record Description(
      String kind, Map<String, String> annotations, Optional<Digest> subject) {

    static Description of(String mediaType, byte[] bytes) throws LayersealException {
      if (MediaType.isIndex(mediaType)) {
        ImageIndex index = ImageIndex.decode(mediaType, bytes);
        return new Description(
            index.artifactType().orElse(mediaType),
            index.annotations(),
            index.subject().map(Descriptor::digest));
      }
      Manifest manifest = Manifest.decode(mediaType, bytes);
      return new Description(
          manifest.kind().orElse(mediaType),
          manifest.annotations(),
          manifest.subject().map(Descriptor::digest));
    }
  }
}
