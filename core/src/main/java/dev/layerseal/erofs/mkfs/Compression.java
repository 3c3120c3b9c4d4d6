package dev.layerseal.erofs.mkfs;

import dev.layerseal.erofs.codec.FillCompressor;
import dev.layerseal.erofs.codec.Lz4Fast;
import dev.layerseal.erofs.codec.Lz4Hc;
import dev.layerseal.erofs.codec.ZstdFill;
import java.util.Locale;

/**
 * How the content of files is compressed: {@code -zALGORITHM,level=LEVEL -CSIZE} of mkfs.erofs.
 *
 * @param level 0 for lz4; 1 to 12 for lz4hc; -1 to 22 for zstd
 * @param clusterSize bytes of the largest physical cluster, a multiple of 4096 up to 1 MiB
 * @param legacy {@code -E legacy-compress}: full indexes, and with 1.8 the format before Linux 5.4
 * @param cleanGaps whether bytes between inodes are zero. mkfs.erofs leaves there what files held
 *     that it tried to compress in vain
 */
public record Compression(
    Algorithm algorithm, int level, int clusterSize, boolean legacy, boolean cleanGaps) {

  public static final int MAX_CLUSTER = 1 << 20;
  public static final int BLOCK = 4096;

  /** What compresses, with its number in images. */
  public enum Algorithm {
    LZ4(0, 0, 0, 0),
    LZ4HC(0, Lz4Hc.MIN_LEVEL, Lz4Hc.MAX_LEVEL, 9),
    ZSTD(3, ZstdFill.MIN_LEVEL, ZstdFill.MAX_LEVEL, -1);

    /** Number in the map header; 1 shifted by it stands in the superblock. */
    final int code;

    private final int lowest;
    private final int highest;
    private final int usual;

    Algorithm(int code, int lowest, int highest, int usual) {
      this.code = code;
      this.lowest = lowest;
      this.highest = highest;
      this.usual = usual;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Compression {
    if (level < algorithm.lowest || level > algorithm.highest) {
      throw new IllegalArgumentException(
          "%s has the levels %d to %d, not %d"
              .formatted(algorithm, algorithm.lowest, algorithm.highest, level));
    }
    if (clusterSize < BLOCK || clusterSize > MAX_CLUSTER || clusterSize % BLOCK != 0) {
      throw new IllegalArgumentException(
          "a physical cluster has a multiple of 4096 bytes up to 1048576, not " + clusterSize);
    }
  }

  /**
   * The algorithm at the level that mkfs.erofs uses when it is told none, clusters of one block.
   */
  public static Compression of(Algorithm algorithm) {
    return new Compression(algorithm, algorithm.usual, BLOCK, false, false);
  }

  /** Reads {@code lz4}, {@code lz4hc}, {@code lz4hc,12}, {@code zstd,3} or {@code zstd,level=3}. */
  public static Compression parse(String text) {
    String[] parts = text.split(",", 2);
    for (Algorithm algorithm : Algorithm.values()) {
      if (algorithm.toString().equals(parts[0])) {
        Compression compression = of(algorithm);
        return parts.length == 1 ? compression : compression.withLevel(level(parts[1]));
      }
    }
    throw new IllegalArgumentException("compression is lz4, lz4hc or zstd, not " + parts[0]);
  }

  public Compression withLevel(int other) {
    return new Compression(algorithm, other, clusterSize, legacy, cleanGaps);
  }

  public Compression withClusterSize(int other) {
    return new Compression(algorithm, level, other, legacy, cleanGaps);
  }

  public Compression withLegacy() {
    return new Compression(algorithm, level, clusterSize, true, cleanGaps);
  }

  public Compression withCleanGaps() {
    return new Compression(algorithm, level, clusterSize, legacy, true);
  }

  /** As {@link #parse} reads it: the level is left out where it is the usual one. */
  @Override
  public String toString() {
    return level == algorithm.usual ? algorithm.toString() : algorithm + "," + level;
  }

  /** A compressor for one thread. */
  FillCompressor compressor() {
    return switch (algorithm) {
      case LZ4 -> new Lz4Fast();
      case LZ4HC -> Lz4Hc.ofLevel(level);
      case ZSTD -> new ZstdFill(level, ZstdFill.windowBits(clusterSize));
    };
  }

  /** Whether configurations follow the superblock, which makes all clusters big ones. */
  boolean configured() {
    return clusterSize > BLOCK || algorithm == Algorithm.ZSTD;
  }

  ClusterFormat format(ErofsUtils version) {
    return new ClusterFormat(clusterSize, configured(), legacy && version.isOld(), version.isOld());
  }

  private static int level(String text) {
    String number = text.startsWith("level=") ? text.substring(6) : text;
    try {
      return Integer.parseInt(number);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a compression level is a number, not " + text, e);
    }
  }
}
