package dev.layerseal.verifier.revocation;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.store.ImageStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Revocation lists and responders' answers that travel with an image, as an artifact that refers to
 * it. They are signed by those who made them, so it does not matter who put them there; they are
 * asked only where nobody else answers.
 *
 * @param lists in DER
 * @param answers in DER
 */
public record PinnedAnswers(List<byte[]> lists, List<byte[]> answers) {

  public static final PinnedAnswers NONE = new PinnedAnswers(List.of(), List.of());
  public static final String TYPE = "application/vnd.dev.layerseal.revocation.v1";

  private static final String LIST = "application/pkix-crl";
  private static final String ANSWER = "application/ocsp-response";
  private static final int MAX_TOTAL = 32 << 20;
  private static final int MAX_COUNT = 64;

  public PinnedAnswers {
    lists = List.copyOf(lists);
    answers = List.copyOf(answers);
  }

  public boolean isEmpty() {
    return lists.isEmpty() && answers.isEmpty();
  }

  /**
   * Those that refer to {@code subject}; what cannot be read counts as none, and so does what comes
   * behind {@value #MAX_COUNT} files or 32 MiB.
   */
  public static PinnedAnswers read(ImageStore store, Digest subject)
      throws LayersealException, IOException {
    List<byte[]> lists = new ArrayList<>();
    List<byte[]> answers = new ArrayList<>();
    int count = 0;
    long total = 0;
    for (Descriptor referrer : store.referrers(subject)) {
      for (Descriptor layer : layers(store, referrer, subject)) {
        List<byte[]> kind = layer.mediaType().equals(LIST) ? lists : answers;
        if (count < MAX_COUNT && layer.size() <= MAX_TOTAL - total) {
          count++;
          total += layer.size();
          content(store, layer).ifPresent(kind::add);
        }
      }
    }
    return new PinnedAnswers(lists, answers);
  }

  /** These and others. */
  public PinnedAnswers and(PinnedAnswers others) {
    List<byte[]> allLists = new ArrayList<>(lists);
    allLists.addAll(others.lists);
    List<byte[]> allAnswers = new ArrayList<>(answers);
    allAnswers.addAll(others.answers);
    return new PinnedAnswers(allLists, allAnswers);
  }

  /** The artifact that carries them. */
  public Manifest manifest(Descriptor subject) {
    return Manifest.artifact(TYPE, List.copyOf(blobs().keySet()), subject, Map.of());
  }

  /** What the artifact names, each once. */
  public Map<Descriptor, byte[]> blobs() {
    Map<Descriptor, byte[]> blobs = new LinkedHashMap<>();
    lists.forEach(list -> blobs.put(Descriptor.of(LIST, list), list));
    answers.forEach(answer -> blobs.put(Descriptor.of(ANSWER, answer), answer));
    return blobs;
  }

  private static List<Descriptor> layers(ImageStore store, Descriptor referrer, Digest subject)
      throws LayersealException, IOException {
    if (!MediaType.isManifest(referrer.mediaType())) {
      return List.of();
    }
    try {
      Manifest manifest = Manifest.decode(referrer.mediaType(), store.fetchManifest(referrer));
      boolean ours =
          manifest.kind().filter(TYPE::equals).isPresent()
              && manifest.subject().map(Descriptor::digest).filter(subject::equals).isPresent();
      return ours
          ? manifest.layers().stream()
              .filter(one -> one.mediaType().equals(LIST) || one.mediaType().equals(ANSWER))
              .toList()
          : List.of();
    } catch (FormatException | UnsupportedFeatureException | RegistryException e) {
      return List.of();
    }
  }

  private static Optional<byte[]> content(ImageStore store, Descriptor blob)
      throws LayersealException, IOException {
    try {
      byte[] content = store.fetchBlob(blob, MAX_TOTAL);
      if (blob.mediaType().equals(LIST)) {
        RevocationList.decode(content);
      } else {
        OcspAnswer.decode(content);
      }
      return Optional.of(content);
    } catch (FormatException | RegistryException e) {
      return Optional.empty();
    }
  }
}
