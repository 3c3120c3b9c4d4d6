package dev.layerseal.erofs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.erofs.disk.DataLayout;
import dev.layerseal.erofs.disk.DirentBlock;
import dev.layerseal.erofs.disk.ErofsSuperblock;
import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.erofs.disk.InodeCompact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A small image with 512-byte blocks, one inode in each block behind the superblock, for shapes
 * that no writer makes. Inode number {@code n} is {@code nid(n)}; number 0 is the root.
 */
final class TestImage {

  private static final int BLOCK = 512;
  private static final int FIRST = 3;

  private final List<byte[]> inodes = new ArrayList<>();

  static long nid(int number) {
    return (FIRST + number) * (BLOCK / 32L);
  }

  static DirentBlock.Entry entry(String name, int number, FileType type) {
    return new DirentBlock.Entry(name.getBytes(UTF_8), nid(number), type.code);
  }

  /** The next inode: a directory with these entries and the two dots. */
  TestImage directory(int parent, int links, DirentBlock.Entry... entries) {
    List<DirentBlock.Entry> all = new ArrayList<>(List.of(entries));
    all.add(entry(".", inodes.size(), FileType.DIRECTORY));
    all.add(entry("..", parent, FileType.DIRECTORY));
    all.sort((a, b) -> Arrays.compareUnsigned(a.name(), b.name()));
    return rawDirectory(links, all.toArray(new DirentBlock.Entry[0]));
  }

  /** The next inode: a directory with exactly these entries. */
  TestImage rawDirectory(int links, DirentBlock.Entry... entries) {
    ByteWriter content = new ByteWriter(BLOCK);
    new DirentBlock(List.of(entries)).encode(content);
    return inode(FileType.DIRECTORY.mode | 0755, links, content.toByteArray());
  }

  TestImage file(String content) {
    return inode(FileType.REGULAR.mode | 0644, 1, content.getBytes(UTF_8));
  }

  TestImage symlink(String target) {
    return inode(FileType.SYMLINK.mode | 0777, 1, target.getBytes(UTF_8));
  }

  TestImage inode(int mode, int links, byte[] content) {
    ByteWriter out = new ByteWriter(BLOCK);
    DataLayout layout = content.length > 0 ? DataLayout.FLAT_INLINE : DataLayout.FLAT_PLAIN;
    new InodeCompact(layout, 0, mode, links, content.length, 0, 0xffffffffL, inodes.size(), 0, 0)
        .encode(out);
    inodes.add(out.bytes(content).align(BLOCK).toByteArray());
    return this;
  }

  byte[] build() {
    int blocks = FIRST + inodes.size();
    ByteWriter out = new ByteWriter(blocks * BLOCK).zeros(ErofsSuperblock.OFFSET);
    ErofsSuperblock.builder(BlockSize.B512)
        .inodes(inodes.size())
        .blocksLow(blocks)
        .rootNidLow((int) nid(0))
        .build()
        .encode(out);
    out.align(BLOCK);
    inodes.forEach(out::bytes);
    return out.toByteArray();
  }

  ImageReader reader() throws Exception {
    return ImageReader.open(ImageSource.of(build()));
  }

  /** The reasons of all findings. */
  List<String> findings() throws Exception {
    return ImageCheck.check(ImageSource.of(build())).findings().stream()
        .map(Finding::reason)
        .toList();
  }
}
