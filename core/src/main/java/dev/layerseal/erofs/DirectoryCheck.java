package dev.layerseal.erofs;

import dev.layerseal.bytes.ByteReader;
import dev.layerseal.erofs.disk.DirentBlock;
import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.tree.FileName;
import dev.layerseal.tree.PrintableBytes;
import java.io.IOException;
import java.util.Arrays;

/** The blocks of one directory; what its entries lead to is left to the caller. */
final class DirectoryCheck {

  /** Takes the entries but the two dots. */
  interface Entries {
    void entry(DirectoryEntry entry) throws IOException;
  }

  private final CheckFindings findings;
  private final ImageInode directory;
  private final long parent;
  private final Entries entries;
  private byte[] previous = new byte[0];
  private boolean dot;
  private boolean dotDot;

  DirectoryCheck(CheckFindings findings, ImageInode directory, long parent, Entries entries) {
    this.findings = findings;
    this.directory = directory;
    this.parent = parent;
    this.entries = entries;
  }

  void check(ImageSource content, int blockSize) throws IOException {
    for (long at = 0; at < content.size(); at += blockSize) {
      try {
        int length = (int) Math.min(blockSize, content.size() - at);
        block(at, content.read(at, length));
      } catch (LayersealException e) {
        findings.add(directory, XattrCheck.message(e));
      }
    }
    boolean omitted = directory.disk().flag();
    if (!dot && !omitted) {
      findings.add(directory, "its entry . is missing");
    }
    if (!dotDot) {
      findings.add(directory, "its entry .. is missing");
    }
  }

  private void block(long at, byte[] bytes) throws IOException, LayersealException {
    DirentBlock block = DirentBlock.decode(at, bytes);
    int used = 0;
    for (DirentBlock.Entry entry : block.entries()) {
      used += entry.size();
      ordered(entry);
      if (DirectoryReader.dots(entry.name())) {
        dots(entry);
      } else {
        named(entry);
      }
    }
    new ByteReader("directory block", at, bytes, used, bytes.length - used)
        .zeros("what follows the names", bytes.length - used);
  }

  private void ordered(DirentBlock.Entry entry) {
    if (Arrays.compareUnsigned(previous, entry.name()) >= 0) {
      findings.add(directory, "its entry " + PrintableBytes.of(entry.name()) + " is not in order");
    }
    previous = entry.name();
  }

  private void named(DirentBlock.Entry entry) throws IOException {
    try {
      FileName name = FileName.of(entry.name());
      FileType type =
          FileType.ofCode(entry.fileType())
              .orElseThrow(
                  () ->
                      new FormatException(
                          "its entry %s has the file type %d".formatted(name, entry.fileType())));
      entries.entry(new DirectoryEntry(name, entry.nid(), type));
    } catch (FormatException e) {
      findings.add(directory, XattrCheck.message(e));
    }
  }

  private void dots(DirentBlock.Entry entry) {
    boolean self = entry.name().length == 1;
    dot |= self;
    dotDot |= !self;
    String name = self ? "." : "..";
    long expected = self ? directory.nid() : parent;
    if (entry.nid() != expected) {
      findings.add(
          directory,
          "its entry %s leads to nid %d, expected %d".formatted(name, entry.nid(), expected));
    }
    if (entry.fileType() != FileType.DIRECTORY.code) {
      findings.add(
          directory, "its entry %s has the file type %d".formatted(name, entry.fileType()));
    }
  }
}
