package dev.layerseal.seal;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.Manifest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The seals of one image in the manifest of a referrer.
 *
 * <pre>{@code
 * {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
 *  "artifactType":"application/vnd.cncf.notary.dmverity.v1",
 *  "config":{..empty JSON..},
 *  "layers":[{"mediaType":"..layer-signature+pkcs7","digest":"..","size":1424,
 *             "annotations":{"..layer-digest":"sha256:..","..layer-roothash":"..",
 *                            "..layer-signature":"MII.."}}, ..],
 *  "subject":{..the image manifest..},
 *  "annotations":{"org.opencontainers.image.created":"2026-11-21T03:18:30Z",
 *                 "dev.layerseal.recipe":"{..}"}}
 * }</pre>
 *
 * @param entries one for each layer digest, no digest twice
 * @param attachments what some forms add: images, metadata, hash trees
 * @param recipe the unsigned note of how the root hashes came about, as it stands there
 */
public record SealManifest(
    SealForm form,
    Manifest manifest,
    Descriptor subject,
    List<SealEntry> entries,
    List<Descriptor> attachments,
    Optional<Instant> created,
    Optional<String> recipe) {

  public static final String RECIPE = "dev.layerseal.recipe";
  private static final String CREATED = "org.opencontainers.image.created";
  private static final String PROPOSAL_MARK = "io.cncf.notary.dm-verity.signature";

  /** What stands beside the signatures in forms D, E and F. */
  private static final Set<String> ATTACHMENTS =
      Set.of(
          "application/vnd.cncf.containerd.erofs.layer.v1",
          "application/vnd.cncf.containerd.erofs.tar-index.v1",
          "application/vnd.containerd.erofs.metadata.v1",
          "application/vnd.cncf.dmverity.merkle-tree.v1");

  public SealManifest {
    entries = List.copyOf(entries);
    attachments = List.copyOf(attachments);
  }

  /** Whether the manifest says that it holds seals. */
  public static boolean describes(Manifest manifest) {
    return manifest.artifactType().flatMap(SealForm::ofArtifactType).isPresent();
  }

  /**
   * The seals that a manifest holds.
   *
   * @throws FormatException when an entry lacks a fact, or two stand for one layer
   * @throws UnsupportedFeatureException when it is no manifest of seals
   */
  public static SealManifest decode(Manifest manifest)
      throws FormatException, UnsupportedFeatureException {
    String type = manifest.artifactType().orElse("");
    SealForm form =
        SealForm.ofArtifactType(type)
            .orElseThrow(() -> new UnsupportedFeatureException("no seals: artifact " + type));
    Descriptor subject =
        manifest.subject().orElseThrow(() -> new FormatException("seals without a subject"));
    List<SealEntry> entries = new ArrayList<>();
    List<Descriptor> attachments = new ArrayList<>();
    for (Descriptor layer : manifest.layers()) {
      if (layer.mediaType().equals(form.blobType())) {
        entries.add(SealEntry.decode(form, layer));
      } else if (ATTACHMENTS.contains(layer.mediaType())) {
        attachments.add(layer);
      } else {
        throw new UnsupportedFeatureException("an entry of type " + layer.mediaType());
      }
    }
    checkDistinct(entries);
    return new SealManifest(
        form,
        manifest,
        subject,
        entries,
        attachments,
        created(manifest),
        Optional.ofNullable(manifest.annotations().get(RECIPE)));
  }

  /**
   * A new manifest; what it names has to be pushed before it.
   *
   * @param subject the image manifest
   * @param seals one for each distinct layer digest
   * @param created consumers take the newest of several
   */
  public static SealManifest of(
      SealForm form,
      Descriptor subject,
      List<LayerSeal> seals,
      List<Descriptor> attachments,
      Instant created,
      Optional<String> recipe) {
    List<SealEntry> entries = new ArrayList<>();
    for (LayerSeal seal : seals) {
      entries.add(SealEntry.of(form, seal, entries.size()));
    }
    Instant seconds = created.truncatedTo(ChronoUnit.SECONDS);
    Map<String, String> annotations = new LinkedHashMap<>();
    if (form == SealForm.PROPOSAL) {
      annotations.put(PROPOSAL_MARK, "true");
    } else {
      annotations.put(CREATED, seconds.toString());
    }
    recipe.ifPresent(text -> annotations.put(RECIPE, text));
    Manifest manifest =
        Manifest.of(
            Optional.of(form.artifactType()),
            config(form),
            inOrder(entries, attachments),
            Optional.of(subject.plain()),
            annotations);
    return new SealManifest(
        form, manifest, subject.plain(), entries, attachments, Optional.of(seconds), recipe);
  }

  /** The layers that have a seal here. */
  public List<Digest> layers() {
    return entries.stream().map(SealEntry::layer).toList();
  }

  /** The seal of each entry, out of the blobs that {@code blobs} gives. */
  public List<LayerSeal> open(Blobs blobs) throws LayersealException, java.io.IOException {
    List<LayerSeal> seals = new ArrayList<>();
    for (SealEntry entry : entries) {
      seals.add(entry.open(blobs.fetch(entry.descriptor())));
    }
    return seals;
  }

  /** Gives the content of small blobs. */
  @FunctionalInterface
  public interface Blobs {
    byte[] fetch(Descriptor descriptor) throws LayersealException, java.io.IOException;
  }

  /** Each layer's entry, followed by what is attached for it. */
  private static List<Descriptor> inOrder(List<SealEntry> entries, List<Descriptor> attachments) {
    List<Descriptor> all = new ArrayList<>();
    for (SealEntry entry : entries) {
      all.add(entry.descriptor());
      attachments.stream()
          .filter(one -> one.annotations().containsValue(entry.layer().toString()))
          .forEach(all::add);
    }
    return all;
  }

  /** The empty JSON; the newer forms repeat its content in the descriptor. */
  private static Descriptor config(SealForm form) {
    Descriptor empty = Descriptor.emptyConfig();
    boolean plain = form == SealForm.PROPOSAL || form == SealForm.CONTAINERD;
    return plain
        ? empty
        : new Descriptor(
            empty.mediaType(),
            empty.digest(),
            empty.size(),
            empty.artifactType(),
            empty.platform(),
            empty.annotations(),
            empty.urls(),
            Optional.of("e30="));
  }

  private static void checkDistinct(List<SealEntry> entries) throws FormatException {
    if (entries.isEmpty()) {
      throw new FormatException("seals without an entry");
    }
    Set<Digest> seen = new HashSet<>();
    for (SealEntry entry : entries) {
      if (!seen.add(entry.layer())) {
        throw new FormatException("two seals for layer " + entry.layer());
      }
    }
  }

  private static Optional<Instant> created(Manifest manifest) {
    try {
      return Optional.ofNullable(manifest.annotations().get(CREATED)).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty(); // Consumers read it as the year 1.
    }
  }
}
