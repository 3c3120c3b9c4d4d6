package dev.layerseal.erofs;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.bytes.ByteReader;
import dev.layerseal.erofs.codec.Decompressor;
import dev.layerseal.erofs.disk.ErofsSuperblock;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import java.io.IOException;

/**
 * What follows the superblock of an image with compression configurations: for each algorithm in
 * the superblock's bitmap, from the lowest bit on, a u16 length and so many bytes, each at the next
 * multiple of 4. Limits are those of kernels, which refuse to mount what is beyond.
 *
 * <pre>
 * lz4      u16  max_distance    then u16 max_pclusterblks and 10 reserved bytes
 * lzma     u32  dict_size       4 KiB to 8 MiB, then u16 format, 0, and 8 reserved bytes
 * deflate  u8   windowbits      up to 15, then 5 reserved bytes
 * zstd     u8   format          0, then u8 windowlog, less 10, and 4 reserved bytes
 * </pre>
 */
final class CompressionRecords {

  /** Bits of the algorithms that there are. */
  private static final int KNOWN = 0xf;

  private static final long ALIGNMENT = 4;
  private static final int LENGTH_FIELD = 2;
  private static final int MAX_CLUSTER = 1 << 20;
  private static final long MIN_DICTIONARY = 1 << 12;
  private static final long MAX_DICTIONARY = 1 << 23;
  private static final int MAX_WINDOW_BITS = 15;
  private static final int MAX_WINDOW_LOG = 10;

  /** Bytes of each record, by algorithm. */
  private static final int[] SIZES = {14, 14, 6, 6};

  private CompressionRecords() {}

  /** Refuses an image whose records a kernel would refuse. */
  static void check(ErofsSuperblock superblock, ImageSource source)
      throws IOException, LayersealException {
    int algorithms = superblock.compression();
    if ((algorithms & ~KNOWN) != 0) {
      throw new UnsupportedFeatureException(
          "superblock: algorithms are 0x%04x, which sets unknown bits".formatted(algorithms));
    }
    long at = (long) ErofsSuperblock.OFFSET + superblock.encodedSize();
    for (int algorithm = 0; algorithm < SIZES.length; algorithm++) {
      if ((algorithms >> algorithm & 1) != 0) {
        at = record(algorithm, superblock.blockSize(), at + ALIGNMENT - 1 & -ALIGNMENT, source);
      }
    }
  }

  /** Checks the record at {@code at}, and says where it ends. */
  private static long record(int algorithm, BlockSize blockSize, long at, ImageSource source)
      throws IOException, LayersealException {
    ByteReader head = reader(at, source.read(at, LENGTH_FIELD));
    int length = head.u16();
    if (length < SIZES[algorithm]) {
      throw head.malformed(
          "it has %d bytes for algorithm %d, expected %d"
              .formatted(length, algorithm, SIZES[algorithm]));
    }
    check(algorithm, blockSize, reader(at, source.read(at + LENGTH_FIELD, SIZES[algorithm])));
    return at + LENGTH_FIELD + length;
  }

  private static ByteReader reader(long at, byte[] bytes) {
    return new ByteReader("compression record", at, bytes);
  }

  private static void check(int algorithm, BlockSize blockSize, ByteReader in)
      throws FormatException {
    switch (algorithm) {
      case Decompressor.LZ4 -> {
        within(in, "max_distance", in.u16(), 0, 0xffff);
        within(in, "max_pclusterblks", in.u16(), 0, MAX_CLUSTER >> blockSize.bits());
      }
      case Decompressor.LZMA -> {
        within(in, "dict_size", in.u32(), MIN_DICTIONARY, MAX_DICTIONARY);
        within(in, "format", in.u16(), 0, 0);
      }
      case Decompressor.DEFLATE -> within(in, "windowbits", in.u8(), 0, MAX_WINDOW_BITS);
      default -> {
        within(in, "format", in.u8(), 0, 0);
        within(in, "windowlog", in.u8(), 0, MAX_WINDOW_LOG);
      }
    }
  }

  private static void within(ByteReader in, String field, long value, long least, long most)
      throws FormatException {
    if (value < least || value > most) {
      throw in.malformed("%s is %d, expected %d to %d".formatted(field, value, least, most));
    }
  }
}
