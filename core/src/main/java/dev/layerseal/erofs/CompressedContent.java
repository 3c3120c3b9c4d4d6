package dev.layerseal.erofs;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.bytes.ByteReader;
import dev.layerseal.erofs.codec.Decompressor;
import dev.layerseal.erofs.disk.CompressionMapHeader;
import dev.layerseal.erofs.disk.DataLayout;
import dev.layerseal.erofs.disk.ErofsSuperblock;
import dev.layerseal.erofs.disk.FeatureIncompat;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Content in compressed extents. Those decoded last are kept, up to a bound. */
final class CompressedContent implements ImageSource {

  private static final int KEPT_EXTENTS = 16;
  private static final int KEPT_LENGTH = 1 << 18;
  private static final int MAX_CLUSTER_BITS = 20;

  /** The packed inode, opened when a fragment needs it. */
  interface Packed {
    ImageSource open() throws IOException, LayersealException;
  }

  private final ImageInode inode;
  private final ErofsSuperblock superblock;
  private final Devices devices;
  private final Packed packed;
  private final CompressionMapHeader header;
  private final long headerEnd;
  private final ExtentMap extents;
  private final long indexEnd;
  private final Map<Long, byte[]> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long lastStart = -1;
  private byte[] last = new byte[0];

  CompressedContent(ImageInode inode, ErofsSuperblock superblock, Devices devices, Packed packed)
      throws IOException, LayersealException {
    this.inode = inode;
    this.superblock = superblock;
    this.devices = devices;
    this.packed = packed;
    long at = inode.bodyOffset() + 7 & -8;
    byte[] bytes = inode.home().read(at, CompressionMapHeader.SIZE);
    this.header = CompressionMapHeader.decode(new ByteReader("map header", at, bytes));
    this.headerEnd = at + CompressionMapHeader.SIZE;
    if (header.wholeFragment()) {
      this.indexEnd = headerEnd;
      this.extents = this::whole;
    } else if (encodedExtents()) {
      this.indexEnd = headerEnd;
      this.extents =
          new EncodedExtents(inode.home(), headerEnd, header, superblock.blockSize(), inode.size());
    } else {
      int bits = superblock.blockSize().bits() + (header.clusterBits() & 15);
      ClusterIndexes indexes = indexes(bits);
      this.indexEnd = indexes.end();
      this.extents = new ExtentFinder(header, indexes, superblock.blockSize(), bits, inode.size());
    }
  }

  private boolean encodedExtents() {
    return inode.disk().layout() == DataLayout.COMPRESSED_FULL
        && header.advises(CompressionMapHeader.COMPACT_2B);
  }

  private ClusterIndexes indexes(int bits) throws LayersealException {
    checkHeader();
    long count = inode.size() == 0 ? 0 : (inode.size() - 1 >>> bits) + 1;
    if (bits > MAX_CLUSTER_BITS || count > inode.home().size()) {
      throw new FormatException(
          "%d clusters of 2^%d bytes are more than the image has".formatted(count, bits));
    }
    return inode.disk().layout() == DataLayout.COMPRESSED_COMPACT
        ? new CompactIndexes(inode.home(), headerEnd, count, bits, header)
        : new FullIndexes(inode.home(), headerEnd, count, 1 << bits, header);
  }

  /** What kernels refuse before they look at an index. */
  private void checkHeader() throws FormatException {
    boolean first = header.advises(CompressionMapHeader.BIG_PCLUSTER_1);
    boolean second = header.advises(CompressionMapHeader.BIG_PCLUSTER_2);
    if ((first || second) && !superblock.has(FeatureIncompat.COMPRESSION_CONFIGS)) {
      throw new FormatException("big physical clusters, which the superblock does not name");
    }
    if (first != second && inode.disk().layout() == DataLayout.COMPRESSED_COMPACT) {
      throw new FormatException("big physical clusters for one of two algorithms");
    }
    int highest = Math.max(header.algorithms() & 15, header.algorithms() >> 4);
    if (Decompressor.of(highest).isEmpty()) {
      throw new FormatException("algorithm %d, which is none".formatted(highest));
    }
  }

  CompressionMapHeader header() {
    return header;
  }

  /** Byte offset behind the indexes. */
  long indexEnd() {
    return indexEnd;
  }

  /** The extent that holds byte {@code offset}. */
  Extent extent(long offset) throws IOException, LayersealException {
    Extent extent = extents.find(offset);
    return extent.inline() ? extent.at(indexEnd) : extent;
  }

  /** The header of a file that is one fragment is the offset of that, but for its highest bit. */
  private Extent whole(long offset) {
    long high =
        header.advise()
            | (long) header.algorithms() << 16
            | (long) (header.clusterBits() & 0x7f) << 24;
    long position = header.fragmentOffset() | high << 32;
    return new Extent(0, inode.size(), Extent.Form.FRAGMENT, 0, position, 0, false, false);
  }

  @Override
  public long size() {
    return inode.size();
  }

  @Override
  public void read(long position, byte[] buffer, int offset, int length)
      throws IOException, LayersealException {
    ImageSource.checkRange(this, position, length);
    int done = 0;
    while (done < length) {
      done += piece(position + done, buffer, offset + done, length - done);
    }
  }

  /** Reads from one extent, and says how many bytes. */
  private int piece(long position, byte[] buffer, int offset, int length)
      throws IOException, LayersealException {
    if (position >= lastStart && lastStart >= 0 && position - lastStart < last.length) {
      return copy(last, (int) (position - lastStart), buffer, offset, length);
    }
    Extent extent = extent(position);
    long within = position - extent.start();
    int count = (int) Math.min(length, extent.end() - position);
    if (extent.form() == Extent.Form.FRAGMENT) {
      fragment().read(extent.position() + within, buffer, offset, count);
      return count;
    }
    if (extent.form() == Extent.Form.HOLE) {
      Arrays.fill(buffer, offset, offset + count, (byte) 0);
      return count;
    }
    last = decoded(extent);
    lastStart = extent.start();
    return copy(last, (int) within, buffer, offset, length);
  }

  private static int copy(byte[] from, int at, byte[] buffer, int offset, int length) {
    int count = Math.min(length, from.length - at);
    System.arraycopy(from, at, buffer, offset, count);
    return count;
  }

  private byte[] decoded(Extent extent) throws IOException, LayersealException {
    byte[] known = kept.get(extent.start());
    if (known != null) {
      return known;
    }
    byte[] bytes = decode(extent);
    if (bytes.length <= KEPT_LENGTH) {
      kept.put(extent.start(), bytes);
    }
    if (kept.size() > KEPT_EXTENTS) {
      kept.remove(kept.keySet().iterator().next());
    }
    return bytes;
  }

  /** The bytes of an extent that is neither a fragment nor a hole. */
  byte[] decode(Extent extent) throws IOException, LayersealException {
    byte[] encoded = encoded(extent);
    try {
      return switch (extent.form()) {
        case COMPRESSED -> decompress(extent, encoded);
        case INTERLACED -> plain(extent, encoded, blockOffset(extent));
        default -> plain(extent, encoded, 0);
      };
    } catch (FormatException e) {
      throw e.at("extent at %d, from 0x%x".formatted(extent.start(), extent.position()));
    }
  }

  private int blockOffset(Extent extent) {
    return (int) extent.start() & superblock.blockSize().bytes() - 1;
  }

  private static byte[] plain(Extent extent, byte[] encoded, int turned) throws FormatException {
    if (extent.length() > encoded.length) {
      throw new FormatException(
          "%d bytes as they are, in a cluster of %d".formatted(extent.length(), encoded.length));
    }
    byte[] out = new byte[extent.length()];
    int right = Math.min(out.length, encoded.length - turned % encoded.length);
    System.arraycopy(encoded, turned % encoded.length, out, 0, right);
    System.arraycopy(encoded, 0, out, right, out.length - right);
    return out;
  }

  private byte[] decompress(Extent extent, byte[] encoded) throws LayersealException {
    Decompressor decompressor =
        Decompressor.of(extent.algorithm())
            .filter(found -> available(extent.algorithm()))
            .orElseThrow(
                () ->
                    new FormatException(
                        "algorithm %d, which the superblock does not name"
                            .formatted(extent.algorithm())));
    // Only streams of lz4 ever stood at the start of their cluster, with anything behind them.
    boolean padded =
        superblock.has(FeatureIncompat.ZERO_PADDING) || extent.algorithm() != Decompressor.LZ4;
    int start = 0;
    while (padded && start < encoded.length && encoded[start] == 0) {
      start++;
    }
    return decompressor.decompress(
        encoded, start, encoded.length - start, extent.length(), extent.partial() || !padded);
  }

  private boolean available(int algorithm) {
    return superblock.has(FeatureIncompat.COMPRESSION_CONFIGS)
        ? (superblock.compression() >> algorithm & 1) != 0
        : algorithm == Decompressor.LZ4;
  }

  private byte[] encoded(Extent extent) throws IOException, LayersealException {
    if (extent.inline()) {
      long from = indexEnd & superblock.blockSize().bytes() - 1;
      if (extent.encoded() == 0 || from + extent.encoded() > superblock.blockSize().bytes()) {
        throw new FormatException(
            "the inlined tail of %d bytes at 0x%x crosses a block boundary"
                .formatted(extent.encoded(), indexEnd));
      }
      return inode.home().read(indexEnd, extent.encoded());
    }
    BlockSize blockSize = superblock.blockSize();
    Devices.Place place = devices.place(0, extent.position() >>> blockSize.bits());
    int within = (int) extent.position() & blockSize.bytes() - 1;
    if (place.length() < (long) within + extent.encoded()) {
      throw new FormatException(
          "physical cluster at 0x%x is past the end".formatted(extent.position()));
    }
    return place.source().read(place.offset() + within, extent.encoded());
  }

  private ImageSource fragment() throws IOException, LayersealException {
    if (!superblock.has(FeatureIncompat.FRAGMENTS)
        || inode.nid() == superblock.packedNid()
        || superblock.extensionSlots() > 0 && inode.nid() == superblock.metaboxNid()) {
      throw new FormatException("a fragment where there can be none");
    }
    return packed.open();
  }
}
