package dev.layerseal.erofs;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.bytes.ByteReader;
import dev.layerseal.erofs.disk.ChunkFormat;
import dev.layerseal.erofs.disk.ChunkIndex;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Content in chunks, each on any device or a hole. */
final class ChunkContent implements ImageSource {

  private static final long WIDE_HOLE = 0xffff_ffff_ffffL;

  private final ImageInode inode;
  private final ChunkFormat format;
  private final int chunkBits;
  private final long table;
  private final Devices devices;

  private ChunkContent(ImageInode inode, ChunkFormat format, BlockSize blockSize, Devices devices) {
    this.inode = inode;
    this.format = format;
    this.chunkBits = format.chunkBits(blockSize);
    this.devices = devices;
    int entry = format.entrySize();
    this.table = (inode.bodyOffset() + entry - 1) & -entry;
  }

  /** The content of {@code inode}, whose whole table is known to be in the image. */
  static ChunkContent of(ImageInode inode, BlockSize blockSize, Devices devices)
      throws LayersealException {
    ChunkFormat format = ChunkFormat.decode(inode.disk().union());
    ChunkContent content = new ChunkContent(inode, format, blockSize, devices);
    if (content.chunks() > inode.home().size() / format.entrySize()) {
      throw new FormatException(
          "%d chunks are more than the image has".formatted(content.chunks()));
    }
    ImageSource.checkRange(inode.home(), content.table, content.chunks() * format.entrySize());
    return content;
  }

  /** Byte offset behind the table of chunks. */
  long tableEnd() {
    return table + chunks() * format.entrySize();
  }

  long chunks() {
    return inode.size() == 0 ? 0 : (inode.size() - 1 >>> chunkBits) + 1;
  }

  /** The table entry of chunk {@code index}. */
  ChunkIndex entry(long index) throws IOException, LayersealException {
    int size = format.entrySize();
    long position = table + index * size;
    ByteReader in = new ByteReader("chunk index", position, inode.home().read(position, size));
    return format.indexes() ? ChunkIndex.decode(in) : new ChunkIndex(0, 0, in.u32());
  }

  /** Where a chunk is, from {@code within} bytes into it on; empty for a hole. */
  private Optional<Devices.Place> place(long index, long within)
      throws IOException, LayersealException {
    ChunkIndex entry = entry(index);
    long block = entry.blockLow() | (format.wide() ? (long) entry.blockHigh() << 32 : 0);
    if (block == (format.wide() ? WIDE_HOLE : ChunkFormat.HOLE)) {
      return Optional.empty();
    }
    Devices.Place place = devices.place(entry.device(), block);
    long needed = Math.min(1L << chunkBits, inode.size() - (index << chunkBits));
    if (place.length() < needed) {
      throw new FormatException(
          "chunk %d has %d bytes from block %d on, but the device ends after %d"
              .formatted(index, needed, block, place.length()));
    }
    return Optional.of(new Devices.Place(place.source(), place.offset() + within, needed - within));
  }

  /** Checks the table entry of chunk {@code index} and that its bytes are on a device. */
  void check(long index) throws IOException, LayersealException {
    ChunkIndex entry = entry(index);
    if (!format.wide() && entry.blockHigh() != 0) {
      throw new FormatException(
          "chunk %d has 0x%04x in startblk_hi, which has no meaning here"
              .formatted(index, entry.blockHigh()));
    }
    place(index, 0);
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
      long at = position + done;
      long within = at & (1L << chunkBits) - 1;
      int piece = (int) Math.min(length - done, (1L << chunkBits) - within);
      Optional<Devices.Place> place = place(at >>> chunkBits, within);
      if (place.isPresent()) {
        place.get().source().read(place.get().offset(), buffer, offset + done, piece);
      } else {
        Arrays.fill(buffer, offset + done, offset + done + piece, (byte) 0);
      }
      done += piece;
    }
  }

  @Override
  public long zeros(long position) throws IOException, LayersealException {
    if (position >= size() || place(position >>> chunkBits, 0).isPresent()) {
      return 0;
    }
    long end = (position >>> chunkBits) + 1 << chunkBits;
    return Math.min(size(), end) - position;
  }
}
