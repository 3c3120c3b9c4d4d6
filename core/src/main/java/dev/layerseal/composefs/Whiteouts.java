package dev.layerseal.composefs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.layerseal.error.FormatException;
import dev.layerseal.tree.DeviceNumber;
import dev.layerseal.tree.FileName;
import dev.layerseal.tree.Inode;
import dev.layerseal.tree.Inode.Special;
import dev.layerseal.tree.Metadata;
import dev.layerseal.tree.Xattrs;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;

/** overlayfs's marks of deletions: character devices with number 0. */
final class Whiteouts {

  private static final DeviceNumber ZERO = new DeviceNumber(0, 0);
  private static final int STUBS = 256;
  private static final int STUB_PERMISSIONS = 0644;
  private static final byte[] SELINUX = "security.selinux".getBytes(US_ASCII);

  private Whiteouts() {}

  static boolean isWhiteout(Inode inode) {
    return inode instanceof Special special
        && special.kind() == Special.Kind.CHARACTER_DEVICE
        && special.device().equals(ZERO);
  }

  /** Whether any file of {@code tree} is one. */
  static boolean in(ComposefsTree tree) {
    boolean[] found = new boolean[1];
    ComposefsTree.forEachName(
        tree.root(), (directory, name, inode) -> found[0] |= isWhiteout(inode));
    return found[0];
  }

  /**
   * The whiteouts 00 to ff that a root gets: overlayfs would otherwise show the folders of an
   * object store that is mounted below the image.
   */
  static NavigableMap<FileName, Inode> stubs(Metadata root) {
    Xattrs label =
        new Xattrs(
            root.xattrs().entries().stream()
                .filter(xattr -> Arrays.equals(xattr.name(), SELINUX))
                .toList());
    Metadata metadata =
        new Metadata(
            STUB_PERMISSIONS, root.uid(), root.gid(), 1, root.mtime(), root.mtimeNanos(), label);
    NavigableMap<FileName, Inode> stubs = new TreeMap<>();
    for (int i = 0; i < STUBS; i++) {
      stubs.put(
          name("%02x".formatted(i)), new Special(metadata, Special.Kind.CHARACTER_DEVICE, ZERO));
    }
    return stubs;
  }

  private static FileName name(String text) {
    try {
      return FileName.of(text);
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
  }
}
