package dev.layerseal.erofs;

import dev.layerseal.bytes.Hex;
import dev.layerseal.erofs.disk.ErofsSuperblock;
import dev.layerseal.erofs.disk.FeatureCompat;
import dev.layerseal.erofs.disk.FeatureIncompat;
import java.io.IOException;
import java.util.Collection;
import java.util.stream.Collectors;

/** The fields of a superblock as text, in the order of its layout table. */
final class SuperblockDump {

  private final Appendable out;

  private SuperblockDump(Appendable out) {
    this.out = out;
  }

  static void dump(ErofsSuperblock superblock, Appendable out) throws IOException {
    SuperblockDump dump = new SuperblockDump(out);
    out.append("superblock at 0x400\n");
    dump.first(superblock);
    dump.second(superblock);
  }

  private void first(ErofsSuperblock superblock) throws IOException {
    hex("checksum", superblock.checksum());
    hex(
        "feature_compat",
        superblock.featureCompat(),
        FeatureCompat.all(superblock.featureCompat()));
    field("block_size", superblock.blockSize().bytes());
    field("sb_extslots", superblock.extensionSlots());
    field("root_nid", superblock.rootNid());
    field("inos", superblock.inodes());
    field("epoch", superblock.epoch());
    field("fixed_nsec", superblock.fixedNanos());
    field("blocks", superblock.blocks());
    field("meta_blkaddr", superblock.metaBlock());
    field("xattr_blkaddr", superblock.xattrBlock());
    text("uuid", Hex.encode(superblock.uuid()));
    text("volume_name", Hex.encode(superblock.volumeName()));
  }

  private void second(ErofsSuperblock superblock) throws IOException {
    hex(
        "feature_incompat",
        superblock.featureIncompat(),
        FeatureIncompat.all(superblock.featureIncompat()));
    field("compression", superblock.compression());
    field("extra_devices", superblock.extraDevices());
    field("devt_slotoff", superblock.deviceSlot());
    field("xattr_prefix_count", superblock.xattrPrefixCount());
    field("xattr_prefix_start", superblock.xattrPrefixStart());
    field("packed_nid", superblock.packedNid());
    field("xattr_filter_reserved", superblock.xattrFilterReserved());
    field("ishare_xattr_prefix_id", superblock.sharePrefix());
    field("build_time", superblock.buildTime());
    field("metabox_nid", superblock.metaboxNid());
  }

  private void hex(String name, long value, Collection<? extends Enum<?>> features)
      throws IOException {
    String names = features.stream().map(ImageDump::lower).collect(Collectors.joining(" "));
    text(name, "0x%08x %s".formatted(value, names).strip());
  }

  private void hex(String name, long value) throws IOException {
    text(name, "0x%08x".formatted(value));
  }

  private void field(String name, long value) throws IOException {
    text(name, Long.toString(value));
  }

  private void text(String name, String value) throws IOException {
    out.append("  ").append(name).append(' ').append(value).append('\n');
  }
}
