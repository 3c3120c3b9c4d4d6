package dev.layerseal.oci.store;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.StreamException;
import dev.layerseal.oci.Descriptor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Brings an image with all that belongs to it from one store into another. */
public final class ImageCopy {

  private ImageCopy() {}

  /**
   * Copies blobs first, then manifests, the image itself under {@code tag} if one is given: whoever
   * finds it, finds all of it. What is there is not copied again.
   */
  public static void copy(ImageGraph graph, ImageStore from, ImageStore to, Optional<String> tag)
      throws LayersealException, IOException {
    Map<Descriptor, BlobSource> blobs = new LinkedHashMap<>();
    for (Descriptor blob : graph.blobs()) {
      blobs.put(blob, source(from, blob));
    }
    to.pushBlobs(blobs);
    for (ImageGraph.Node node : graph.manifests()) {
      boolean root = node.descriptor().digest().equals(graph.root().digest());
      to.pushManifest(node.descriptor(), node.bytes(), root ? tag : Optional.empty());
    }
  }

  private static BlobSource source(ImageStore from, Descriptor blob) {
    return () -> {
      try {
        return from.openBlob(blob);
      } catch (LayersealException e) {
        throw new StreamException(e);
      }
    };
  }
}
