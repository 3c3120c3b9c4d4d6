package dev.layerseal.erofs;

import dev.layerseal.bytes.Hex;
import dev.layerseal.erofs.disk.ChunkFormat;
import dev.layerseal.erofs.disk.ChunkIndex;
import dev.layerseal.erofs.disk.CompressionMapHeader;
import dev.layerseal.erofs.disk.DeviceSlot;
import dev.layerseal.erofs.disk.DirentBlock;
import dev.layerseal.erofs.disk.LongXattrPrefix;
import dev.layerseal.erofs.disk.XattrArea;
import dev.layerseal.erofs.disk.XattrEntry;
import dev.layerseal.error.LayersealException;
import dev.layerseal.tree.PrintableBytes;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * All structures of an image as text, one line for each field or structure: the form in which two
 * images are compared by eye. File content is not part of it.
 */
public final class ImageDump implements ImageWalk.Visitor {

  private final ImageReader reader;
  private final Appendable out;

  private ImageDump(ImageReader reader, Appendable out) {
    this.reader = reader;
    this.out = out;
  }

  /** Writes the superblock, the device slots and every inode in the order of a walk by name. */
  public static void dump(ImageReader reader, Appendable out)
      throws IOException, LayersealException {
    ImageDump dump = new ImageDump(reader, out);
    SuperblockDump.dump(reader.superblock(), out);
    dump.devices();
    dump.prefixes();
    ImageWalk.walk(reader, dump);
  }

  private void devices() throws IOException {
    int number = 1;
    for (DeviceSlot slot : reader.devices()) {
      line(
          "device %d blocks %d first block %d tag %s"
              .formatted(number++, slot.blocks(), slot.firstBlock(), Hex.encode(slot.tag())));
    }
  }

  private void prefixes() throws IOException, LayersealException {
    int number = 0;
    for (LongXattrPrefix prefix : reader.image().xattrs().prefixes()) {
      line(
          "xattr prefix %d base %d infix %s"
              .formatted(number++, prefix.baseIndex(), PrintableBytes.of(prefix.infix())));
    }
  }

  @Override
  public void directory(byte[] path, ImageInode directory) throws IOException, LayersealException {
    inode(path, directory, Optional.empty());
    DirectoryReader blocks = new DirectoryReader(reader.source(directory), reader.blockSize());
    for (long i = 0; i < blocks.blocks(); i++) {
      line("  directory block " + i);
      for (DirentBlock.Entry entry : blocks.block(i).entries()) {
        line(
            "    entry %s nid %d type %d"
                .formatted(PrintableBytes.of(entry.name()), entry.nid(), entry.fileType()));
      }
    }
  }

  @Override
  public void file(byte[] path, ImageInode inode, Optional<byte[]> first)
      throws IOException, LayersealException {
    inode(path, inode, first);
    if (first.isPresent()) {
      return;
    }
    switch (inode.type()) {
      case SYMLINK -> line("  target " + PrintableBytes.of(reader.target(inode)));
      case REGULAR -> content(inode);
      default -> {
        // The line of the inode says it all.
      }
    }
  }

  private void inode(byte[] path, ImageInode inode, Optional<byte[]> first)
      throws IOException, LayersealException {
    line("/" + PrintableBytes.of(path));
    if (first.isPresent()) {
      line("  link to /%s nid %d".formatted(PrintableBytes.of(first.get()), inode.nid()));
      return;
    }
    line(
        "  nid %d at 0x%x %s %s"
            .formatted(
                inode.nid(),
                inode.offset(),
                inode.disk().formSize() == 32 ? "compact" : "extended",
                lower(inode.disk().layout())));
    line(
        "  mode 0%o links %d uid %d gid %d size %d mtime %d.%09d ino %d i_u 0x%08x high 0x%x"
            .formatted(
                inode.disk().mode(),
                inode.disk().linkCount(),
                inode.disk().uid(),
                inode.disk().gid(),
                inode.size(),
                inode.mtime(),
                inode.nanos(),
                inode.disk().ino(),
                inode.disk().union(),
                inode.disk().unionHigh()));
    xattrs(inode);
  }

  private void xattrs(ImageInode inode) throws IOException, LayersealException {
    XattrReader xattrs = reader.image().xattrs();
    Optional<XattrArea> area = xattrs.area(inode);
    if (area.isEmpty()) {
      return;
    }
    line(
        "  xattrs count %d filter 0x%08x shared %d"
            .formatted(
                inode.disk().xattrCount(), area.get().nameFilter(), area.get().sharedIds().size()));
    for (long id : area.get().sharedIds()) {
      xattr("shared " + id, xattrs.shared(id));
    }
    for (XattrEntry entry : area.get().entries()) {
      xattr("inline", entry);
    }
  }

  private void xattr(String where, XattrEntry entry) throws IOException, LayersealException {
    line(
        "    xattr %s index %d name %s value %s"
            .formatted(
                where,
                entry.nameIndex(),
                PrintableBytes.of(reader.image().xattrs().named(entry).name()),
                Hex.encode(entry.value())));
  }

  private void content(ImageInode inode) throws IOException, LayersealException {
    ImageSource source = reader.source(inode);
    if (source instanceof ChunkContent chunks) {
      chunks(inode, chunks);
    } else if (source instanceof CompressedContent compressed) {
      extents(compressed);
    }
  }

  private void extents(CompressedContent compressed) throws IOException, LayersealException {
    CompressionMapHeader header = compressed.header();
    line(
        "  map header 0x%08x advise 0x%04x algorithms 0x%02x cluster bits 0x%02x"
            .formatted(
                header.fragmentOffset(),
                header.advise(),
                header.algorithms(),
                header.clusterBits()));
    for (long at = 0; at < compressed.size(); ) {
      Extent extent = compressed.extent(at);
      line(
          "    extent %d to %d %s algorithm %d from 0x%x bytes %d%s%s"
              .formatted(
                  extent.start(),
                  extent.end(),
                  lower(extent.form()),
                  extent.algorithm(),
                  extent.position(),
                  extent.encoded(),
                  extent.inline() ? " inline" : "",
                  extent.partial() ? " partial" : ""));
      at = extent.end();
    }
  }

  private void chunks(ImageInode inode, ChunkContent chunks)
      throws IOException, LayersealException {
    ChunkFormat format = ChunkFormat.decode(inode.disk().union());
    line(
        "  chunks %d of %d bytes"
            .formatted(chunks.chunks(), 1L << format.chunkBits(reader.blockSize())));
    for (long i = 0; i < chunks.chunks(); i++) {
      ChunkIndex entry = chunks.entry(i);
      line(
          "    chunk %d device %d block 0x%04x%08x"
              .formatted(i, entry.device(), entry.blockHigh(), entry.blockLow()));
    }
  }

  static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void line(String text) throws IOException {
    out.append(text).append('\n');
  }
}
