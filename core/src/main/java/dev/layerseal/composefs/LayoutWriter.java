package dev.layerseal.composefs;

import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.erofs.disk.ChunkFormat;
import dev.layerseal.erofs.disk.DataLayout;
import dev.layerseal.erofs.disk.ErofsSuperblock;
import dev.layerseal.erofs.disk.InodeCompact;
import dev.layerseal.erofs.disk.InodeExtended;
import dev.layerseal.error.LayersealException;
import dev.layerseal.tree.Inode.Directory;
import dev.layerseal.tree.Inode.RegularFile;
import dev.layerseal.tree.Inode.Special;
import dev.layerseal.tree.Inode.Symlink;
import dev.layerseal.tree.Metadata;
import dev.layerseal.tree.Xattrs;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;

/** Writes what an {@link ImageLayout} decided, from front to back. */
final class LayoutWriter {

  private static final int BLOCK = ImageLayout.BLOCK;

  private final ImageLayout layout;
  private final PositionedOutput out;

  /** The next block that no inode has yet. */
  private long block;

  private LayoutWriter(ImageLayout layout, OutputStream out) {
    this.layout = layout;
    this.out = new PositionedOutput(out);
    this.block = layout.dataStart() / BLOCK;
  }

  static void write(ImageLayout layout, OutputStream out) throws IOException, LayersealException {
    new LayoutWriter(layout, out).write();
  }

  private void write() throws IOException, LayersealException {
    ByteWriter head = new ByteWriter(ErofsSuperblock.OFFSET + ErofsSuperblock.SIZE);
    layout.header().encode(head);
    head.zeros(ErofsSuperblock.OFFSET - head.size());
    layout.superblock().encode(head);
    out.write(head.toByteArray());
    for (PlannedInode planned : layout.inodes) {
      out.zerosTo(planned.position);
      writeInode(planned);
    }
    out.zerosTo(layout.inodesEnd);
    out.write(layout.shared.table());
    out.zerosTo(layout.dataStart());
    for (PlannedInode planned : layout.inodes) {
      if (planned.blocks > 0) {
        writeBlocks(planned);
      }
    }
    out.flush();
  }

  private void writeInode(PlannedInode planned) throws IOException, LayersealException {
    List<Xattrs.Entry> xattrs = layout.xattrs(planned);
    ByteWriter to = new ByteWriter(InodeExtended.SIZE + planned.xattrSize + planned.tail);
    int xattrCount = 0;
    if (xattrs.isEmpty()) {
      encode(planned, 0, to);
    } else {
      var area = layout.shared.area(xattrs, layout.sharedBase());
      xattrCount = area.xattrCount();
      encode(planned, xattrCount, to);
      area.encode(to);
    }
    out.write(to.toByteArray());
    if (planned.tail > 0) {
      out.write(tail(planned));
    }
  }

  private void encode(PlannedInode planned, int xattrCount, ByteWriter to) {
    Metadata metadata = planned.inode.metadata();
    DataLayout data = layout.dataLayout(planned);
    int mode = layout.type(planned).mode | metadata.permissions();
    long size = ImageLayout.size(planned);
    long union = union(planned);
    block += planned.blocks;
    if (planned.extended) {
      new InodeExtended(
              data,
              xattrCount,
              mode,
              size,
              union,
              layout.number(planned),
              metadata.uid(),
              metadata.gid(),
              metadata.mtime(),
              layout.nanos(planned),
              layout.linkCount(planned))
          .encode(to);
    } else {
      new InodeCompact(
              data,
              xattrCount,
              mode,
              (int) layout.linkCount(planned),
              size,
              0,
              union,
              layout.number(planned),
              metadata.uid(),
              metadata.gid())
          .encode(to);
    }
  }

  private long union(PlannedInode planned) {
    ExternalContent external = planned.external();
    if (external != null) {
      long format = layout.chunkFormat(external);
      // One field holds both: the block of a table that was moved keeps its upper half only.
      return planned.blocks > 0 ? block & ~0xffffL | format : format;
    }
    if (planned.blocks > 0) {
      return block;
    }
    // A whiteout that became a file has number 0 anyway.
    return planned.inode instanceof Special special ? special.device().encode() : 0;
  }

  private byte[] tail(PlannedInode planned) throws IOException, LayersealException {
    if (planned.external() != null) {
      return holes(planned.tail / ChunkFormat.BLOCK_NUMBER);
    }
    if (planned.inode instanceof Directory) {
      List<byte[]> parts = directory(planned);
      return parts.get(parts.size() - 1);
    }
    if (planned.inode instanceof Symlink symlink) {
      return symlink.target();
    }
    byte[] content = content(planned);
    return Arrays.copyOfRange(content, planned.blocks * BLOCK, content.length);
  }

  private void writeBlocks(PlannedInode planned) throws IOException, LayersealException {
    long end = out.position() + (long) planned.blocks * BLOCK;
    if (planned.external() != null) {
      out.write(holes(BLOCK / ChunkFormat.BLOCK_NUMBER));
    } else if (planned.inode instanceof Directory) {
      for (byte[] part : directory(planned).subList(0, planned.blocks)) {
        out.write(part);
      }
    } else if (planned.inode instanceof Symlink symlink) {
      out.write(symlink.target());
    } else {
      byte[] content = content(planned);
      out.write(content, 0, Math.min(content.length, planned.blocks * BLOCK));
    }
    out.zerosTo(end);
  }

  private List<byte[]> directory(PlannedInode planned) {
    return Dirents.encode(planned, layout.stubs(), layout::type);
  }

  private static byte[] content(PlannedInode planned) throws IOException, LayersealException {
    return ((RegularFile) planned.inode).content().bytes();
  }

  private static byte[] holes(int chunks) {
    ByteWriter table = new ByteWriter(chunks * ChunkFormat.BLOCK_NUMBER);
    for (int i = 0; i < chunks; i++) {
      table.u32(ChunkFormat.HOLE);
    }
    return table.toByteArray();
  }
}
