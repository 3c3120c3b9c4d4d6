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
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image with everything that belongs to it: the manifests of an index, what refers to any of
 * them, and the blobs of all. Its order depends on the content alone.
 *
 * @param manifests what is named stands before what names it
 * @param blobs each once; layers that may not be kept in registries are left out
 * @param skipped referrers that cannot be read, with the reason
 */
public record ImageGraph(
    Descriptor root, List<Node> manifests, List<Descriptor> blobs, List<String> skipped) {

  /**
   * A manifest and its bytes.
   *
   * @param part whether an index of this graph names it
   */
  public record Node(Descriptor descriptor, byte[] bytes, boolean part) {}

  private static final int MAX_MANIFESTS = 4096;
  private static final int MAX_DEPTH = 16;
  private static final long MAX_BYTES = 256L << 20;

  public ImageGraph {
    manifests = List.copyOf(manifests);
    blobs = List.copyOf(blobs);
    skipped = List.copyOf(skipped);
  }

  /** The same with one more manifest, which refers to something in it, and its blobs. */
  public ImageGraph with(Descriptor referrer, byte[] bytes, List<Descriptor> content) {
    List<Node> more = new ArrayList<>(manifests);
    more.add(new Node(referrer, bytes, false));
    Map<Digest, Descriptor> all = new LinkedHashMap<>();
    blobs.forEach(blob -> all.put(blob.digest(), blob));
    content.forEach(blob -> all.putIfAbsent(blob.digest(), blob));
    return new ImageGraph(root, more, List.copyOf(all.values()), skipped);
  }

  /** The graph of {@code root}, whose manifests are read into memory. */
  public static ImageGraph of(ImageStore store, Descriptor root)
      throws LayersealException, IOException {
    Walk walk = new Walk(store);
    walk.visit(root, false, Optional.empty(), 0);
    return new ImageGraph(
        root, List.copyOf(walk.found.values()), List.copyOf(walk.blobs.values()), walk.skipped);
  }

  private static final class Walk {
    private final ImageStore store;
    private final Map<Digest, Node> found = new LinkedHashMap<>();
    private final Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
    private final List<String> skipped = new ArrayList<>();
    private long bytes;

    Walk(ImageStore store) {
      this.store = store;
    }

    void visit(Descriptor named, boolean part, Optional<Digest> subject, int depth)
        throws LayersealException, IOException {
      if (found.containsKey(named.digest())) {
        return;
      }
      byte[] content = store.fetchManifest(named);
      bytes += content.length;
      if (found.size() >= MAX_MANIFESTS || bytes > MAX_BYTES || depth > MAX_DEPTH) {
        throw new UnsupportedFeatureException(
            "%s: more belongs to %s than %d manifests of %d bytes, %d deep"
                .formatted(store.name(), named.digest(), MAX_MANIFESTS, MAX_BYTES, MAX_DEPTH));
      }
      if (MediaType.isIndex(named.mediaType())) {
        ImageIndex index = ImageIndex.decode(named.mediaType(), content);
        checkSubject(named, index.subject(), subject);
        for (Descriptor entry : index.manifests()) {
          visit(entry, true, Optional.empty(), depth + 1);
        }
      } else {
        Manifest manifest = Manifest.decode(named.mediaType(), content);
        checkSubject(named, manifest.subject(), subject);
        manifest.config().ifPresent(this::add);
        manifest.layers().forEach(this::add);
      }
      found.put(named.digest(), new Node(named.plain(), content, part));
      referrers(named.digest(), depth);
    }

    private void checkSubject(
        Descriptor named, Optional<Descriptor> said, Optional<Digest> expected)
        throws FormatException {
      if (expected.isPresent() && !said.map(Descriptor::digest).equals(expected)) {
        throw new FormatException(
            "%s does not refer to %s".formatted(named.digest(), expected.get()));
      }
    }

    private void add(Descriptor blob) {
      boolean foreign =
          blob.type().filter(t -> t.kind() == MediaType.Kind.FOREIGN_LAYER).isPresent();
      if (!foreign) {
        blobs.putIfAbsent(blob.digest(), blob);
      }
    }

    private void referrers(Digest subject, int depth) throws LayersealException, IOException {
      List<Descriptor> listed = new ArrayList<>(store.referrers(subject));
      listed.sort(Comparator.comparing(Descriptor::digest));
      for (Descriptor referrer : listed) {
        try {
          visit(referrer, false, Optional.of(subject), depth + 1);
        } catch (FormatException e) {
          skipped.add(referrer.digest() + ": " + e.getMessage());
        } catch (RegistryException e) {
          throw e.at("referrer " + referrer.digest());
        }
      }
    }
  }
}
