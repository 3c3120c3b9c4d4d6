package dev.layerseal.erofs;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.bytes.ByteReader;
import dev.layerseal.erofs.disk.CompressionMapHeader;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import java.io.IOException;

/**
 * Extents that are told one by one, in 48-bit images ({@code struct z_erofs_extent}). Records have
 * 4, 8, 16 or 32 bytes; the short ones stand for one logical cluster each.
 *
 * <pre>
 * 0x00  u32  plen       bits 0-20: encoded bytes, bit 27: used in part, bits 28-31: algorithm + 1
 * 0x04  u32  pstart_lo  byte offset of the encoded bytes; records of 4 bytes follow one another
 * 0x08  u32  pstart_hi
 * 0x0c  u32  lstart_lo  byte offset in the file
 * 0x10  u32  lstart_hi
 * </pre>
 */
final class EncodedExtents implements ExtentMap {

  private static final int SIZE_SHIFT = 1;
  private static final int SIZE_MASK = 3;
  private static final int SHORT = 4;
  private static final int PLACED = 8;
  private static final int WIDE = 32;
  private static final int START_FIELD = 8;
  private static final long LENGTH_MASK = (1 << 21) - 1;
  private static final long PARTIAL = 1 << 27;
  private static final int ALGORITHM_SHIFT = 28;
  private static final int MAX_ENCODED = 1 << 20;
  private static final int MAX_DECODED = 12 << 20;

  private final ImageSource source;
  private final CompressionMapHeader header;
  private final BlockSize blockSize;
  private final int clusterBits;
  private final long size;
  private final int recordSize;
  private final long start;
  private final long count;
  private long nextIndex;
  private long nextPosition;

  /** One record, with what a short one leaves out filled in. */
  private record Found(long plen, long position, long start, long end, boolean last) {}

  EncodedExtents(
      ImageSource source,
      long headerEnd,
      CompressionMapHeader header,
      BlockSize blockSize,
      long size)
      throws IOException, LayersealException {
    this.source = source;
    this.header = header;
    this.blockSize = blockSize;
    this.clusterBits = blockSize.bits() + (header.clusterBits() & 15);
    this.size = size;
    this.recordSize = 4 << (header.advise() >> SIZE_SHIFT & SIZE_MASK);
    long records = headerEnd + recordSize - 1 & -recordSize;
    boolean running = recordSize == SHORT;
    this.nextPosition = running ? read(records, 8).u64() : 0;
    this.start = records + (running ? START_FIELD : 0);
    this.count = recordSize > PLACED ? listed() : size == 0 ? 0 : (size - 1 >>> clusterBits) + 1;
    if (count > source.size()) {
      throw new FormatException("%d extents are more than the image has".formatted(count));
    }
    ImageSource.checkRange(source, start, count * recordSize);
  }

  private long listed() {
    long high = header.algorithms() | (long) header.clusterBits() << 8;
    return header.fragmentOffset() | high << 32;
  }

  @Override
  public Extent find(long offset) throws IOException, LayersealException {
    Found found = recordSize > PLACED ? search(offset) : clustered(offset);
    if (found.start() > offset || found.end() <= offset) {
      throw new FormatException("no extent holds byte %d".formatted(offset));
    }
    if (found.last() && header.advises(CompressionMapHeader.FRAGMENT)) {
      long high = recordSize > SHORT ? found.position() << 32 : 0;
      return extent(found, Extent.Form.FRAGMENT, 0, found.plen() | high, 0);
    }
    int encoded = (int) (found.plen() & LENGTH_MASK);
    if (encoded == 0) {
      return extent(found, Extent.Form.HOLE, 0, 0, 0);
    }
    if (encoded > MAX_ENCODED || found.end() - found.start() > MAX_DECODED) {
      throw new FormatException(
          "extent of %d bytes at %d, encoded in %d"
              .formatted(found.end() - found.start(), found.start(), encoded));
    }
    int algorithm = (int) (found.plen() >>> ALGORITHM_SHIFT);
    return extent(found, form(algorithm, found), algorithm - 1, found.position(), encoded);
  }

  private Extent.Form form(int algorithm, Found found) {
    if (algorithm != 0) {
      return Extent.Form.COMPRESSED;
    }
    boolean turned =
        header.advises(CompressionMapHeader.INTERLACED) && blockSize.aligned(found.position());
    return turned ? Extent.Form.INTERLACED : Extent.Form.PLAIN;
  }

  private static Extent extent(
      Found found, Extent.Form form, int algorithm, long position, int encoded) {
    boolean partial = (found.plen() & PARTIAL) != 0;
    return new Extent(
        found.start(), found.end(), form, algorithm, position, encoded, false, partial);
  }

  /** One record for each logical cluster. */
  private Found clustered(long offset) throws IOException, LayersealException {
    long index = offset >>> clusterBits;
    ByteReader in = record(index);
    long plen = in.u32();
    long position = recordSize == PLACED ? in.u32() : running(index);
    long end = Math.min(size, index + 1 << clusterBits);
    return new Found(plen, position, index << clusterBits, end, index + 1 == count);
  }

  /** Where cluster {@code index} is when each follows the one before. */
  private long running(long index) throws IOException, LayersealException {
    if (index < nextIndex) {
      nextIndex = 0;
      nextPosition = read(start - START_FIELD, START_FIELD).u64();
    }
    while (nextIndex < index) {
      nextPosition += record(nextIndex++).u32() & LENGTH_MASK;
    }
    return nextPosition;
  }

  /** The last record that does not begin behind {@code offset}. */
  private Found search(long offset) throws IOException, LayersealException {
    long low = 0;
    long high = count;
    while (low < high) {
      long middle = low + high >>> 1;
      if (Long.compareUnsigned(logical(middle), offset) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == 0) {
      throw new FormatException("no extent holds byte %d".formatted(offset));
    }
    ByteReader in = record(low - 1);
    long plen = in.u32();
    long position = in.u32() | in.u32() << 32;
    boolean last = low == count;
    return new Found(plen, position, logical(low - 1), last ? size : logical(low), last);
  }

  private long logical(long index) throws IOException, LayersealException {
    ByteReader in = record(index);
    in.skip(12);
    return in.u32() | (recordSize == WIDE ? in.u32() << 32 : 0);
  }

  private ByteReader record(long index) throws IOException, LayersealException {
    return read(start + index * recordSize, recordSize);
  }

  private ByteReader read(long position, int length) throws IOException, LayersealException {
    return new ByteReader("encoded extent", position, source.read(position, length));
  }
}
