package dev.layerseal.oci.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.StreamException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes an image with all that belongs to it as one tar archive of an OCI layout. The same content
 * gives the same bytes: names in order, no times, no owners.
 */
public final class BundleWriter {

  private static final int BLOCK = 512;
  private static final long OCTAL_LIMIT = 1L << 33;

  private final OutputStream out;

  private BundleWriter(OutputStream out) {
    this.out = out;
  }

  /** Where the blobs come from. */
  @FunctionalInterface
  public interface Blobs {
    InputStream open(Descriptor blob) throws LayersealException, IOException;
  }

  /** Writes {@code graph}; the image has the name {@code tag} in it, if one is given. */
  public static void write(ImageGraph graph, Blobs from, Optional<String> tag, OutputStream out)
      throws LayersealException, IOException {
    BundleWriter writer = new BundleWriter(out);
    writer.file(LayoutMarker.PATH, LayoutMarker.CURRENT.encode());
    writer.file(LayoutIndex.PATH, index(graph, tag).json().encode());
    writer.blobs(graph, from);
    out.write(new byte[2 * BLOCK]);
  }

  private static LayoutIndex index(ImageGraph graph, Optional<String> tag)
      throws LayersealException {
    LayoutIndex index = LayoutIndex.empty();
    for (ImageGraph.Node node : graph.manifests()) {
      boolean root = node.descriptor().digest().equals(graph.root().digest());
      if (root || !node.part()) {
        index = index.with(node.descriptor(), root ? tag : Optional.empty());
      }
    }
    return index;
  }

  private void blobs(ImageGraph graph, Blobs from) throws LayersealException, IOException {
    Map<Digest, byte[]> manifests = new TreeMap<>();
    graph.manifests().forEach(node -> manifests.put(node.descriptor().digest(), node.bytes()));
    Map<Digest, Descriptor> all = new TreeMap<>();
    graph.blobs().forEach(blob -> all.put(blob.digest(), blob));
    graph.manifests().forEach(node -> all.put(node.descriptor().digest(), node.descriptor()));
    for (Descriptor blob : all.values()) {
      String path = LayoutStore.blobPath(blob.digest());
      byte[] manifest = manifests.get(blob.digest());
      if (manifest != null) {
        file(path, manifest);
      } else {
        stream(path, blob, from);
      }
    }
  }

  private void file(String path, byte[] content) throws IOException {
    out.write(header(path, content.length));
    out.write(content);
    pad(content.length);
  }

  private void stream(String path, Descriptor blob, Blobs from)
      throws LayersealException, IOException {
    try (InputStream in = from.open(blob)) {
      out.write(header(path, blob.size()));
      in.transferTo(out);
      pad(blob.size());
    } catch (StreamException e) {
      throw e.failure();
    }
  }

  private void pad(long length) throws IOException {
    out.write(new byte[(int) (-length & (BLOCK - 1))]);
  }

  /** A ustar header; a name past 100 bytes is split at its last slash. */
  private static byte[] header(String path, long size) {
    byte[] header = new byte[BLOCK];
    int slash = path.length() > 100 ? path.lastIndexOf('/') : -1;
    put(header, 0, 100, path.substring(slash + 1));
    put(header, 345, 155, slash < 0 ? "" : path.substring(0, slash));
    put(header, 100, 8, "0000644");
    put(header, 108, 8, "0000000");
    put(header, 116, 8, "0000000");
    if (size < OCTAL_LIMIT) {
      put(header, 124, 12, "%011o".formatted(size));
    } else {
      header[124] = (byte) 0x80;
      for (int i = 0; i < 8; i++) {
        header[135 - i] = (byte) (size >>> 8 * i);
      }
    }
    put(header, 136, 12, "00000000000");
    put(header, 148, 8, "        ");
    header[156] = '0';
    put(header, 257, 8, "ustar\00000");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, 8, "%06o\0 ".formatted(sum));
    return header;
  }

  private static void put(byte[] header, int at, int length, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    if (bytes.length > length) {
      throw new IllegalArgumentException(text);
    }
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
