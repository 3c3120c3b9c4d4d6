package dev.layerseal.composefs.seal;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.fsverity.FsVerityParameters;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.store.ImageStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The referrer that seals one image: its manifest, its config, and the composefs image that its
 * layers make.
 *
 * <pre>{@code
 * {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
 *  "artifactType":"application/vnd.composefs.metadata.v1",
 *  "config":{..empty JSON..},
 *  "layers":[{"mediaType":"application/vnd.composefs.signature.v1+pkcs7","digest":"..","size":1424,
 *             "annotations":{"composefs.manifest.fsverity-sha512-12":"7c1e.."}},
 *            {.."composefs.config.fsverity-sha512-12"..},
 *            {.."composefs.merged.erofs.v1.fsverity-sha512-12"..}],
 *  "subject":{..the image manifest..}}
 * }</pre>
 *
 * @param entries in the order manifest, config, merged, merged.bootable; entries of layers anywhere
 */
public record ComposefsSealManifest(
    Manifest manifest, Descriptor subject, List<ComposefsSealEntry> entries) {

  public static final String ARTIFACT_TYPE = "application/vnd.composefs.metadata.v1";

  /** Largest signature blob that is read. */
  private static final int MAX_BLOB = 1 << 20;

  private static final int MAX_ENTRIES = 1000;

  public ComposefsSealManifest {
    entries = List.copyOf(entries);
  }

  /** Whether the manifest says that it holds such a seal. */
  public static boolean describes(Manifest manifest) {
    return manifest.artifactType().filter(ARTIFACT_TYPE::equals).isPresent();
  }

  /**
   * The seal that a manifest holds.
   *
   * @throws FormatException when entries are missing, out of order or of two algorithms
   * @throws UnsupportedFeatureException when an entry is of a kind that is not read
   */
  public static ComposefsSealManifest decode(Manifest manifest)
      throws FormatException, UnsupportedFeatureException {
    if (!describes(manifest)) {
      throw new UnsupportedFeatureException("no composefs seal");
    }
    Descriptor subject =
        manifest.subject().orElseThrow(() -> new FormatException("a seal without a subject"));
    if (manifest.layers().size() > MAX_ENTRIES) {
      throw new UnsupportedFeatureException(
          manifest.layers().size() + " entries, more than " + MAX_ENTRIES);
    }
    List<ComposefsSealEntry> entries = new ArrayList<>();
    for (Descriptor layer : manifest.layers()) {
      entries.add(ComposefsSealEntry.decode(layer));
    }
    check(entries);
    return new ComposefsSealManifest(manifest, subject, entries);
  }

  /**
   * A new manifest; the blobs have to be pushed before it.
   *
   * @param subject the image manifest
   * @param seals in the order of their parts
   */
  public static ComposefsSealManifest of(Descriptor subject, List<ComposefsSeal> seals) {
    List<ComposefsSealEntry> entries = seals.stream().map(ComposefsSealEntry::of).toList();
    List<Descriptor> blobs = entries.stream().map(ComposefsSealEntry::descriptor).toList();
    Manifest manifest = Manifest.artifact(ARTIFACT_TYPE, blobs, subject, Map.of());
    return new ComposefsSealManifest(manifest, subject.plain(), entries);
  }

  /** How all its digests are computed. */
  public FsVerityParameters parameters() {
    return FsVerityParameters.of(entries.get(0).digest().algorithm());
  }

  public boolean has(SealedPart part) {
    return entries.stream().anyMatch(entry -> entry.part() == part);
  }

  /** The seal of each entry, out of the blobs in {@code store}. */
  public List<ComposefsSeal> open(ImageStore store) throws LayersealException, IOException {
    List<ComposefsSeal> seals = new ArrayList<>();
    for (ComposefsSealEntry entry : entries) {
      seals.add(entry.open(store.fetchBlob(entry.descriptor(), MAX_BLOB)));
    }
    return seals;
  }

  /**
   * Checks that nothing that the draft asks for was left out.
   *
   * @throws VerificationException when the manifest or the config has no entry
   */
  public void checkComplete() throws VerificationException {
    for (SealedPart part : List.of(SealedPart.MANIFEST, SealedPart.CONFIG)) {
      if (!has(part)) {
        throw new VerificationException(Reason.UNSIGNED, "the seal has no entry for the " + part);
      }
    }
  }

  private static void check(List<ComposefsSealEntry> entries) throws FormatException {
    SealedPart last = null;
    boolean merged = false;
    for (ComposefsSealEntry entry : entries) {
      if (entry.digest().algorithm() != entries.get(0).digest().algorithm()) {
        throw new FormatException("digests of two algorithms in one seal");
      }
      if (entry.part() == SealedPart.LAYER) {
        continue;
      }
      if (last != null && last.compareTo(entry.part()) >= 0) {
        throw new FormatException("entry " + entry.part() + " comes after " + last);
      }
      last = entry.part();
      merged |= last == SealedPart.MERGED;
    }
    if (!merged) {
      throw new FormatException("a seal without an entry for the merged image");
    }
  }
}
