package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.erofs.codec.ZstdFill;
import dev.layerseal.erofs.disk.FeatureIncompat;

/** What the superblock of a compressed image says, and the record behind it. */
final class CompressionConfig {

  private static final int MAX_DISTANCE = 65535;
  private static final int LZ4_LENGTH = 14;
  private static final int ZSTD_LENGTH = 6;
  private static final int SMALLEST_WINDOW = 10;

  private final Compression compression;
  private final ClusterFormat format;

  CompressionConfig(Compression compression, ErofsUtils version) {
    this.compression = compression;
    this.format = compression.format(version);
  }

  long features() {
    return (format.leftAligned() ? 0 : FeatureIncompat.ZERO_PADDING.bit)
        | (compression.configured() ? FeatureIncompat.COMPRESSION_CONFIGS.bit : 0);
  }

  /** The field that holds the algorithms, or without records the distance of lz4. */
  int field() {
    return compression.configured() ? 1 << compression.algorithm().code : MAX_DISTANCE;
  }

  /** The record, empty where there is none. */
  byte[] record() {
    ByteWriter out = new ByteWriter(16);
    if (!compression.configured()) {
      return out.toByteArray();
    }
    if (compression.algorithm() == Compression.Algorithm.ZSTD) {
      int window = ZstdFill.windowBits(compression.clusterSize()) - SMALLEST_WINDOW;
      return out.u16(ZSTD_LENGTH).u8(0).u8(window).zeros(4).toByteArray();
    }
    int blocks = compression.clusterSize() / Compression.BLOCK;
    return out.u16(LZ4_LENGTH).u16(MAX_DISTANCE).u16(blocks).zeros(10).toByteArray();
  }
}
