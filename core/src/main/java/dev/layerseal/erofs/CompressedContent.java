package dev.layerseal.erofs;

import dev.layerseal.erofs.disk.CompressionMapHeader;
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

  /** The packed inode, opened when a fragment needs it. */
  interface Packed {
    ImageSource open() throws IOException, LayersealException;
  }

  private final ImageInode inode;
  private final ErofsSuperblock superblock;
  private final Packed packed;
  private final CompressionMap map;
  private final ExtentDecoder decoder;
  private final Map<Long, byte[]> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long lastStart = -1;
  private byte[] last = new byte[0];

  CompressedContent(ImageInode inode, ErofsSuperblock superblock, Devices devices, Packed packed)
      throws IOException, LayersealException {
    this.inode = inode;
    this.superblock = superblock;
    this.packed = packed;
    this.map = CompressionMap.read(inode, superblock);
    this.decoder = new ExtentDecoder(superblock, devices, inode.home());
  }

  CompressionMapHeader header() {
    return map.header();
  }

  /** Byte offset behind the indexes. */
  long indexEnd() {
    return map.end();
  }

  /** The extent that holds byte {@code offset}. */
  Extent extent(long offset) throws IOException, LayersealException {
    return map.extent(offset);
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
    return decoder.decode(extent);
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
