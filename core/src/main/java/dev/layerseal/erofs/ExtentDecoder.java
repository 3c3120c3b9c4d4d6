package dev.layerseal.erofs;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.erofs.codec.Decompressor;
import dev.layerseal.erofs.disk.ErofsSuperblock;
import dev.layerseal.erofs.disk.FeatureIncompat;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import java.io.IOException;

/**
 * Reads the physical clusters of a file, and decodes them.
 *
 * @param home where the inode is, and with it an inlined tail
 */
record ExtentDecoder(ErofsSuperblock superblock, Devices devices, ImageSource home) {

  /** The bytes of an extent that is neither a fragment nor a hole. */
  byte[] decode(Extent extent) throws IOException, LayersealException {
    byte[] encoded = encoded(extent);
    try {
      return switch (extent.form()) {
        case COMPRESSED -> decompress(extent, encoded);
        case INTERLACED -> interlaced(extent, encoded);
        default -> plain(extent, encoded, 0);
      };
    } catch (FormatException e) {
      throw e.at("extent at %d, from 0x%x".formatted(extent.start(), extent.position()));
    }
  }

  /**
   * Each byte lies as far into its block as into a block of the file. mkfs.erofs marks inlined ends
   * that way too, as they are: kernels then read what is before or behind them.
   */
  private byte[] interlaced(Extent extent, byte[] encoded) throws FormatException {
    int block = superblock.blockSize().bytes();
    if (encoded.length < block) {
      throw new FormatException(
          "%d interlaced bytes do not fill a block: readers do not agree on where they start"
              .formatted(encoded.length));
    }
    return plain(extent, encoded, (int) extent.start() & block - 1);
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
      long from = extent.position() & superblock.blockSize().bytes() - 1;
      if (extent.encoded() == 0 || from + extent.encoded() > superblock.blockSize().bytes()) {
        throw new FormatException(
            "the inlined tail of %d bytes at 0x%x crosses a block boundary"
                .formatted(extent.encoded(), extent.position()));
      }
      return home.read(extent.position(), extent.encoded());
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
}
