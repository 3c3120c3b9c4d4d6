package dev.layerseal.oci.store;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.StreamException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.ImageIndex;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds a copy of an image against what was copied: every manifest byte for byte, every referrer
 * found by way of its subject, every blob there.
 */
public final class CopyProof {

  private final ImageGraph graph;
  private final ImageStore copy;
  private final Map<Digest, List<Descriptor>> referrers = new HashMap<>();

  private CopyProof(ImageGraph graph, ImageStore copy) {
    this.graph = graph;
    this.copy = copy;
  }

  /**
   * Looks at everything again, in a store that was opened after the copy.
   *
   * @param readBack whether every blob is read and held against its digest, not only asked for
   * @throws VerificationException when something differs or is missing
   */
  public static void check(ImageGraph graph, ImageStore copy, boolean readBack)
      throws LayersealException, IOException {
    CopyProof proof = new CopyProof(graph, copy);
    for (ImageGraph.Node node : graph.manifests()) {
      proof.manifest(node);
    }
    for (Descriptor blob : graph.blobs()) {
      proof.blob(blob, readBack);
    }
  }

  private void manifest(ImageGraph.Node node) throws LayersealException, IOException {
    Descriptor descriptor = node.descriptor();
    try {
      if (!descriptor.digest().matches(copy.fetchManifest(descriptor))) {
        throw differs("manifest " + descriptor.digest() + " has other bytes");
      }
    } catch (RegistryException e) {
      throw e.at("the copy");
    }
    Optional<Digest> subject = subject(node);
    if (subject.isPresent() && !lists(subject.get(), descriptor.digest())) {
      throw differs(
          "%s is not listed as a referrer of %s".formatted(descriptor.digest(), subject.get()));
    }
  }

  private boolean lists(Digest subject, Digest referrer) throws LayersealException, IOException {
    List<Descriptor> known = referrers.get(subject);
    if (known == null) {
      known = new ArrayList<>(copy.referrers(subject));
      referrers.put(subject, known);
    }
    return known.stream().anyMatch(entry -> entry.digest().equals(referrer));
  }

  private void blob(Descriptor blob, boolean readBack) throws LayersealException, IOException {
    if (!copy.hasBlob(blob)) {
      throw differs("blob " + blob.digest() + " is missing");
    }
    if (readBack) {
      try (InputStream in = copy.openBlob(blob)) {
        in.transferTo(OutputStream.nullOutputStream());
      } catch (StreamException e) {
        throw e.failure().at("the copy");
      }
    }
  }

  private static Optional<Digest> subject(ImageGraph.Node node) throws LayersealException {
    String type = node.descriptor().mediaType();
    return (MediaType.isIndex(type)
            ? ImageIndex.decode(type, node.bytes()).subject()
            : Manifest.decode(type, node.bytes()).subject())
        .map(Descriptor::digest);
  }

  private VerificationException differs(String what) {
    return new VerificationException(
        Reason.DIGEST_DIFFERS, "the copy of %s: %s".formatted(graph.root().digest(), what));
  }
}
