package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.erofs.disk.Dirent;
import dev.layerseal.erofs.disk.FileType;
import java.util.Arrays;
import java.util.function.ToLongFunction;

/** The names of one directory with "." and "..", in the order and the blocks of the image. */
final class Listing {

  private static final byte[] DOT = {'.'};
  private static final byte[] DOT_DOT = {'.', '.'};

  private Listing() {}

  /** The names of {@code directory} in byte order, with that many of "." and ".." each. */
  static Name[] of(Node directory, int dotPairs) {
    Name[] children = directory.takeNames();
    Name[] names = Arrays.copyOf(children, children.length + 2 * dotPairs);
    for (int i = children.length; i < names.length; i += 2) {
      names[i] = new Name(DOT, FileType.DIRECTORY, directory);
      names[i + 1] = new Name(DOT_DOT, FileType.DIRECTORY, directory.parent);
    }
    Arrays.sort(names);
    return names;
  }

  /** Number of names that are directories, "." and ".." among them. */
  static int directories(Name[] names) {
    int count = 0;
    for (Name name : names) {
      count += name.isDirectory() ? 1 : 0;
    }
    return count;
  }

  /** Bytes of all blocks; the last one counts as far as it is used. */
  static long size(Name[] names, BlockSize blockSize) {
    long size = 0;
    for (Name name : names) {
      int length = Dirent.SIZE + name.bytes.length;
      long rest = size & (blockSize.bytes() - 1);
      size = (rest + length > blockSize.bytes() ? blockSize.alignUp(size) : size) + length;
    }
    return size;
  }

  /** The blocks, the last one without padding. */
  static byte[] encode(Name[] names, long size, BlockSize blockSize, ToLongFunction<Name> nids) {
    ByteWriter out = new ByteWriter((int) size);
    for (int start = 0; start < names.length; ) {
      int end = endOfBlock(names, start, blockSize.bytes());
      out.align(blockSize.bytes());
      encodeBlock(names, start, end, nids, out);
      start = end;
    }
    return out.toByteArray();
  }

  private static int endOfBlock(Name[] names, int start, int room) {
    int used = 0;
    int end = start;
    while (end < names.length && used + Dirent.SIZE + names[end].bytes.length <= room) {
      used += Dirent.SIZE + names[end].bytes.length;
      end++;
    }
    return end;
  }

  private static void encodeBlock(
      Name[] names, int start, int end, ToLongFunction<Name> nids, ByteWriter out) {
    int offset = (end - start) * Dirent.SIZE;
    for (int i = start; i < end; i++) {
      FileType type = names[i].type;
      new Dirent(nids.applyAsLong(names[i]), offset, type == null ? 0 : type.code).encode(out);
      offset += names[i].bytes.length;
    }
    for (int i = start; i < end; i++) {
      out.bytes(names[i].bytes);
    }
  }
}
