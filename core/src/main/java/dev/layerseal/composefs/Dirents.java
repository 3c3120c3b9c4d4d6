package dev.layerseal.composefs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.erofs.disk.DirentBlock;
import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.tree.FileName;
import dev.layerseal.tree.Inode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.function.Function;

/** The entries of a directory with {@code .} and {@code ..}, in their order and in their blocks. */
final class Dirents {

  private static final byte[] SELF = ".".getBytes(US_ASCII);
  private static final byte[] PARENT = "..".getBytes(US_ASCII);

  private Dirents() {}

  private interface Visitor {
    void entry(byte[] name, PlannedInode inode);
  }

  /** Decides how many blocks and how much of a tail {@code directory} has. */
  static void pack(PlannedInode directory, NavigableMap<FileName, Inode> stubs) {
    DirentPacking packing = new DirentPacking();
    visit(directory, stubs, (name, inode) -> packing.add(name.length));
    directory.blocks = packing.blocks();
    directory.tail = packing.tail();
  }

  /**
   * The content of {@code directory}: its whole blocks, the last zero padded, then its tail.
   *
   * @param type what an entry says about its inode
   */
  static List<byte[]> encode(
      PlannedInode directory,
      NavigableMap<FileName, Inode> stubs,
      Function<PlannedInode, FileType> type) {
    DirentPacking packing = new DirentPacking();
    List<byte[]> parts = new ArrayList<>();
    List<DirentBlock.Entry> entries = new ArrayList<>();
    visit(
        directory,
        stubs,
        (name, inode) -> {
          if (packing.add(name.length)) {
            parts.add(block(entries, true));
            entries.clear();
          }
          entries.add(new DirentBlock.Entry(name, inode.nid(), type.apply(inode).code));
        });
    parts.add(block(entries, parts.size() < directory.blocks));
    return parts;
  }

  private static byte[] block(List<DirentBlock.Entry> entries, boolean whole) {
    ByteWriter out = new ByteWriter(DirentPacking.BLOCK);
    new DirentBlock(entries).encode(out);
    if (whole) {
      out.align(DirentPacking.BLOCK);
    }
    return out.toByteArray();
  }

  private static void visit(
      PlannedInode directory, NavigableMap<FileName, Inode> stubs, Visitor visitor) {
    int entry = 0;
    boolean self = false;
    boolean parent = false;
    for (FileName name : directory.entries(stubs).keySet()) {
      byte[] bytes = name.bytes();
      if (!self && Arrays.compareUnsigned(bytes, SELF) > 0) {
        visitor.entry(SELF, directory);
        self = true;
      }
      if (!parent && Arrays.compareUnsigned(bytes, PARENT) > 0) {
        visitor.entry(PARENT, directory.parent);
        parent = true;
      }
      visitor.entry(bytes, directory.children[entry++]);
    }
    if (!self) {
      visitor.entry(SELF, directory);
    }
    if (!parent) {
      visitor.entry(PARENT, directory.parent);
    }
  }
}
