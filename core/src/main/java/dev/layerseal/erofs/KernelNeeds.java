package dev.layerseal.erofs;

import dev.layerseal.erofs.codec.Decompressor;
import dev.layerseal.erofs.disk.ErofsSuperblock;
import dev.layerseal.erofs.disk.FeatureIncompat;
import java.util.ArrayList;
import java.util.List;

/**
 * What a kernel must have to mount an image, as far as its superblock tells.
 *
 * @param kernel lowest version, such as {@code 5.4}
 * @param config options it must be built with
 */
public record KernelNeeds(String kernel, List<String> config) {

  /** Versions in the order of their release, with the features that came with each. */
  private enum Since {
    V5_4("5.4"),
    V5_13("5.13"),
    V5_15("5.15"),
    V5_16("5.16"),
    V5_17("5.17"),
    V6_1("6.1"),
    V6_4("6.4"),
    V6_6("6.6"),
    V6_10("6.10"),
    V6_15("6.15"),
    V6_17("6.17");

    private final String version;

    Since(String version) {
      this.version = version;
    }
  }

  public KernelNeeds {
    config = List.copyOf(config);
  }

  public static KernelNeeds of(ErofsSuperblock superblock) {
    List<String> config = new ArrayList<>();
    config.add("CONFIG_EROFS_FS");
    Since since = Since.V5_4;
    for (FeatureIncompat feature : FeatureIncompat.all(superblock.featureIncompat())) {
      since = later(since, since(feature, superblock));
    }
    if (superblock.blockSize().bytes() != 4096) {
      since = later(since, Since.V6_4);
    }
    if (compressed(superblock)) {
      config.add("CONFIG_EROFS_FS_ZIP");
      since = later(since, algorithms(superblock, config));
    }
    return new KernelNeeds(since.version, config);
  }

  private static boolean compressed(ErofsSuperblock superblock) {
    return superblock.has(FeatureIncompat.ZERO_PADDING)
        || superblock.has(FeatureIncompat.COMPRESSION_CONFIGS);
  }

  private static Since since(FeatureIncompat feature, ErofsSuperblock superblock) {
    return switch (feature) {
      case ZERO_PADDING -> Since.V5_4;
      case COMPRESSION_CONFIGS -> Since.V5_13;
      case CHUNKED_FILE -> Since.V5_15;
      case DEVICE_TABLE -> superblock.extraDevices() > 0 ? Since.V5_16 : Since.V5_13;
      case TAIL_PACKING -> Since.V5_17;
      case FRAGMENTS -> Since.V6_1;
      case XATTR_PREFIXES -> Since.V6_4;
      case WIDE_BLOCKS -> Since.V6_15;
      case METABOX -> Since.V6_17;
    };
  }

  private static Since algorithms(ErofsSuperblock superblock, List<String> config) {
    Since since = Since.V5_4;
    if (names(superblock, Decompressor.LZ4)) {
      config.add("CONFIG_LZ4_DECOMPRESS");
    }
    if (names(superblock, Decompressor.LZMA)) {
      config.add("CONFIG_EROFS_FS_ZIP_LZMA");
      since = later(since, Since.V5_16);
    }
    if (names(superblock, Decompressor.DEFLATE)) {
      config.add("CONFIG_EROFS_FS_ZIP_DEFLATE");
      since = later(since, Since.V6_6);
    }
    if (names(superblock, Decompressor.ZSTD)) {
      config.add("CONFIG_EROFS_FS_ZIP_ZSTD");
      config.add("CONFIG_ZSTD_DECOMPRESS");
      since = later(since, Since.V6_10);
    }
    return since;
  }

  /** Whether an algorithm is among those of the image; without configurations all is lz4. */
  private static boolean names(ErofsSuperblock superblock, int algorithm) {
    return superblock.has(FeatureIncompat.COMPRESSION_CONFIGS)
        ? (superblock.compression() >> algorithm & 1) != 0
        : algorithm == Decompressor.LZ4;
  }

  private static Since later(Since a, Since b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
