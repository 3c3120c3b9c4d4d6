package dev.layerseal.erofs;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.erofs.disk.DirentBlock;
import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.tree.FileName;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The blocks of one directory. */
final class DirectoryReader {

  private final ImageSource content;
  private final BlockSize blockSize;

  DirectoryReader(ImageSource content, BlockSize blockSize) {
    this.content = content;
    this.blockSize = blockSize;
  }

  long blocks() {
    return blockSize.count(content.size());
  }

  DirentBlock block(long index) throws IOException, LayersealException {
    long at = index << blockSize.bits();
    int length = (int) Math.min(blockSize.bytes(), content.size() - at);
    return DirentBlock.decode(at, content.read(at, length));
  }

  /** Adds the entries of block {@code index} to {@code entries}, without the two dot names. */
  void read(long index, List<DirectoryEntry> entries) throws IOException, LayersealException {
    for (DirentBlock.Entry entry : block(index).entries()) {
      if (!dots(entry.name())) {
        entries.add(entry(entry));
      }
    }
  }

  /** The entry called {@code name}, found by halving: names are in order within and over blocks. */
  Optional<DirectoryEntry> find(byte[] name) throws IOException, LayersealException {
    long low = 0;
    long high = blocks() - 1;
    while (low <= high) {
      long middle = low + high >>> 1;
      List<DirentBlock.Entry> entries = block(middle).entries();
      if (Arrays.compareUnsigned(name, entries.get(0).name()) < 0) {
        high = middle - 1;
      } else if (Arrays.compareUnsigned(name, entries.get(entries.size() - 1).name()) > 0) {
        low = middle + 1;
      } else {
        return find(name, entries);
      }
    }
    return Optional.empty();
  }

  private static Optional<DirectoryEntry> find(byte[] name, List<DirentBlock.Entry> entries)
      throws FormatException {
    for (DirentBlock.Entry entry : entries) {
      if (Arrays.equals(entry.name(), name)) {
        return Optional.of(entry(entry));
      }
    }
    return Optional.empty();
  }

  private static DirectoryEntry entry(DirentBlock.Entry entry) throws FormatException {
    FileType type =
        FileType.ofCode(entry.fileType())
            .orElseThrow(() -> new FormatException("entry has file type " + entry.fileType()));
    return new DirectoryEntry(FileName.of(entry.name()), entry.nid(), type);
  }

  static boolean dots(byte[] name) {
    return name.length > 0
        && name[0] == '.'
        && (name.length == 1 || name.length == 2 && name[1] == '.');
  }
}
