package dev.layerseal.composefs;

import dev.layerseal.error.LayersealException;
import dev.layerseal.tree.FileName;
import dev.layerseal.tree.Inode;
import dev.layerseal.tree.Inode.RegularFile;
import dev.layerseal.tree.Inode.Special;
import dev.layerseal.tree.Inode.Symlink;
import dev.layerseal.tree.Metadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a tree as a dumpfile: the same bytes as {@code composefs-info dump} shows of the tree's
 * image, without making the image. From these lines the image is built again as it was.
 */
public final class DumpfileWriter {

  private static final int FLUSH = 1 << 16;

  /** A directory whose entries are being written. */
  private record Open(byte[] path, PlannedInode directory, Iterator<FileName> names, int[] next) {}

  private final ImageLayout layout;
  private final OutputStream out;
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private final Map<Inode, byte[]> firstPaths = new IdentityHashMap<>();
  private final Deque<Open> open = new ArrayDeque<>();

  private DumpfileWriter(ImageLayout layout, OutputStream out) {
    this.layout = layout;
    this.out = out;
  }

  /** Writes the lines of {@code tree}, as an image of {@code version} would show them. */
  public static void write(ComposefsTree tree, ComposefsVersion version, OutputStream out)
      throws IOException, LayersealException {
    ImageLayout layout = ImageLayout.plan(tree, version.of(tree));
    new DumpfileWriter(layout, out).write();
  }

  private void write() throws IOException, LayersealException {
    line(new byte[0], layout.inodes.get(0));
    while (!open.isEmpty()) {
      Open walk = open.element();
      if (!walk.names().hasNext()) {
        open.pop();
        continue;
      }
      FileName name = walk.names().next();
      PlannedInode child = walk.directory().children[walk.next()[0]++];
      if (child.role != PlannedInode.Role.STUB) {
        line(join(walk.path(), name), child);
      }
    }
    lines.writeTo(out);
    out.flush();
  }

  private void line(byte[] path, PlannedInode planned) throws IOException, LayersealException {
    boolean linked = layout.tree.places().containsKey(planned.inode);
    byte[] first = linked ? firstPaths.putIfAbsent(planned.inode, path) : null;
    describe(planned).write(lines, path, first);
    if (lines.size() > FLUSH) {
      lines.writeTo(out);
      lines.reset();
    }
    if (planned.inode instanceof Inode.Directory) {
      Iterator<FileName> names = planned.entries(layout.stubs()).keySet().iterator();
      open.push(new Open(path, planned, names, new int[1]));
    }
  }

  private DumpfileFile describe(PlannedInode planned) throws IOException, LayersealException {
    Inode inode = planned.inode;
    ExternalContent external = planned.external();
    Metadata metadata =
        inode
            .metadata()
            .withMtime(inode.metadata().mtime(), layout.nanos(planned))
            .withLinkCount(layout.linkCount(planned))
            .withXattrs(OverlayXattrs.visible(layout.shared.stored(layout.xattrs(planned))));
    return new DumpfileFile(
        planned.type(),
        ImageLayout.size(planned),
        metadata,
        inode instanceof Special special ? special.device().encode() : 0,
        payload(inode, external),
        content(inode, external),
        external == null ? null : external.digest().orElse(null));
  }

  private static byte @Nullable [] payload(Inode inode, @Nullable ExternalContent external) {
    if (inode instanceof Symlink symlink) {
      return symlink.target();
    }
    return external == null || external.path().length == 0 ? null : external.path();
  }

  private static byte @Nullable [] content(Inode inode, @Nullable ExternalContent external)
      throws IOException, LayersealException {
    boolean held = external == null && inode instanceof RegularFile;
    byte[] content = held ? ((RegularFile) inode).content().bytes() : new byte[0];
    return content.length == 0 ? null : content;
  }

  private static byte[] join(byte[] folder, FileName name) {
    byte[] bytes = name.bytes();
    if (folder.length == 0) {
      return bytes;
    }
    byte[] path = Arrays.copyOf(folder, folder.length + 1 + bytes.length);
    path[folder.length] = '/';
    System.arraycopy(bytes, 0, path, folder.length + 1, bytes.length);
    return path;
  }
}
