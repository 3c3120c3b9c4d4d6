package dev.layerseal.convert;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.ImageIndex;
import dev.layerseal.oci.store.BlobSource;
import dev.layerseal.oci.store.LayoutMarker;
import dev.layerseal.oci.store.LayoutStore;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * An RDK package in one file ({@code .ralf}, {@code .bolt}): a ZIP archive of an OCI layout.
 * Devices mount layers where they lie in it, so entries are stored as they are, and their content
 * begins at a multiple of 4096 bytes. The same content gives the same file.
 */
public final class PackageFile implements Closeable {

  /** Bytes that the content of each entry is aligned to. */
  public static final int ALIGNMENT = 4096;

  private static final String REF_NAME = "org.opencontainers.image.ref.name";
  private static final long MAX_ENTRY = 0xffff_ffffL - 1;
  private static final int LOCAL_HEADER = 30;

  /** Later than the format's first second, which the JDK would explain in a field of its own. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  /** The extra field that alignment tools use: its id, length, and the alignment in front. */
  private static final int ALIGNMENT_FIELD = 0xd935;

  private static final int FIELD_HEADER = 6;
  private static final int PIECE = 1 << 16;

  private final Counting out;
  private final ZipOutputStream zip;

  /**
   * @param to closed with this
   */
  public PackageFile(OutputStream to) throws IOException {
    this.out = new Counting(to);
    this.zip = new ZipOutputStream(out);
    zip.setMethod(ZipOutputStream.STORED);
    byte[] marker = LayoutMarker.CURRENT.encode();
    entry(LayoutMarker.PATH, BlobSource.of(marker), marker.length);
  }

  /**
   * @throws UnsupportedFeatureException when it has 4 GiB or more
   */
  void blob(Descriptor descriptor, BlobSource content)
      throws UnsupportedFeatureException, IOException {
    if (descriptor.size() > MAX_ENTRY) {
      throw new UnsupportedFeatureException(
          "blob %s: %d bytes, a package file has entries below 4 GiB"
              .formatted(descriptor.digest(), descriptor.size()));
    }
    entry(LayoutStore.blobPath(descriptor.digest()), content, descriptor.size());
  }

  void index(Descriptor manifest, Optional<String> tag) throws IOException {
    Descriptor named =
        tag.isPresent() ? manifest.withAnnotations(Map.of(REF_NAME, tag.get())) : manifest;
    byte[] index = ImageIndex.of(List.of(named), Map.of()).bytes();
    entry("index.json", BlobSource.of(index), index.length);
  }

  private void entry(String name, BlobSource content, long size) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(size);
    entry.setCompressedSize(size);
    entry.setCrc(checksum(content));
    zip.flush();
    entry.setExtra(padding(out.count + LOCAL_HEADER + name.getBytes(US_ASCII).length));
    zip.putNextEntry(entry);
    try (InputStream in = content.open()) {
      in.transferTo(zip);
    }
    zip.closeEntry();
  }

  /** A field that makes content which would begin at {@code start} begin at the next boundary. */
  private static byte[] padding(long start) {
    int length = FIELD_HEADER + (int) (-(start + FIELD_HEADER) & ALIGNMENT - 1);
    byte[] field = new byte[length];
    put(field, 0, ALIGNMENT_FIELD);
    put(field, 2, length - 4);
    put(field, 4, ALIGNMENT);
    return field;
  }

  private static void put(byte[] field, int at, int value) {
    field[at] = (byte) value;
    field[at + 1] = (byte) (value >>> 8);
  }

  private static long checksum(BlobSource content) throws IOException {
    CRC32 checksum = new CRC32();
    byte[] piece = new byte[PIECE];
    try (InputStream in = content.open()) {
      for (int got = in.read(piece); got >= 0; got = in.read(piece)) {
        checksum.update(piece, 0, got);
      }
    }
    return checksum.getValue();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  private static final class Counting extends FilterOutputStream {

    private long count;

    Counting(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      count += length;
    }
  }
}
