package dev.layerseal.composefs;

import dev.layerseal.bytes.ByteReader;
import dev.layerseal.erofs.ImageInode;
import dev.layerseal.erofs.ImageReader;
import dev.layerseal.erofs.ImageSource;
import dev.layerseal.erofs.ImageWalk;
import dev.layerseal.erofs.disk.DataLayout;
import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.tree.FileName;
import dev.layerseal.tree.Metadata;
import dev.layerseal.tree.Xattrs;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A composefs image: its files as they were before overlayfs's xattrs were added. */
public final class ComposefsReader implements Closeable {

  /** Inline content of a file, beyond which an image is refused. */
  private static final int MAX_INLINE = 1 << 20;

  private static final int METACOPY_HEADER = 4;

  private final ImageSource source;
  private final ImageReader image;
  private final ComposefsHeader header;

  private ComposefsReader(ImageSource source, ImageReader image, ComposefsHeader header) {
    this.source = source;
    this.image = image;
    this.header = header;
  }

  public static ComposefsReader open(Path path) throws IOException, LayersealException {
    ImageSource source = ImageSource.open(path);
    try {
      return open(source);
    } catch (IOException | LayersealException e) {
      source.close();
      throw e;
    }
  }

  /** Whether a file starts as a composefs image does. */
  public static boolean isImage(Path path) throws IOException, FormatException {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(path)) {
      return ComposefsHeader.isMagic(in.readNBytes(ComposefsHeader.SIZE));
    }
  }

  /** Reads an image; takes over {@code source} unless it throws. */
  public static ComposefsReader open(ImageSource source) throws IOException, LayersealException {
    if (source.size() < ComposefsHeader.SIZE) {
      throw new FormatException(
          "image has %d bytes, too few for a composefs header".formatted(source.size()));
    }
    byte[] bytes = source.read(0, ComposefsHeader.SIZE);
    ComposefsHeader header = ComposefsHeader.decode(new ByteReader("composefs header", 0, bytes));
    return new ComposefsReader(source, ImageReader.open(source), header);
  }

  /** The {@code composefs_version} of the image: 0, 1 or 2. */
  public int composefsVersion() {
    return header.composefsVersion();
  }

  /** Takes the files of an image, depth first. Paths have no slash in front. */
  interface Visitor {
    /**
     * @param first path that led to the same inode before: this is a hard link to it
     */
    void file(byte[] path, DumpfileFile file, Optional<byte[]> first)
        throws IOException, LayersealException;
  }

  /**
   * Visits the root and the files below it.
   *
   * @param top which names in the root to visit
   */
  void walk(Predicate<FileName> top, Visitor visitor) throws IOException, LayersealException {
    RepeatedHashes linked = linked(top);
    FirstPaths firstPaths = new FirstPaths();
    visitFiles(
        top,
        (path, inode) -> {
          Optional<byte[]> first =
              !inode.isDirectory() && linked.contains(inode.nid())
                  ? firstPaths.of(inode.nid(), path)
                  : Optional.empty();
          visitor.file(path, describe(inode), first);
        });
  }

  /** The first path of each file with several names, within what the heap holds. */
  private static final class FirstPaths {
    private static final int OVERHEAD = 100;

    private final Map<Long, byte[]> paths = new HashMap<>();
    private final TreeBudget budget = TreeBudget.ofHalfTheHeap();

    Optional<byte[]> of(long nid, byte[] path) throws UnsupportedFeatureException {
      byte[] first = paths.putIfAbsent(nid, path);
      if (first == null) {
        budget.take(OVERHEAD + path.length);
      }
      return Optional.ofNullable(first);
    }
  }

  /** Files with several names; their link count is what a dumpfile said and proves nothing. */
  private RepeatedHashes linked(Predicate<FileName> top) throws IOException, LayersealException {
    RepeatedHashes nids = new RepeatedHashes();
    visitFiles(top, (path, inode) -> nids.add(inode.nid()));
    return nids;
  }

  private interface InodeVisitor {
    void inode(byte[] path, ImageInode inode) throws IOException, LayersealException;
  }

  private void visitFiles(Predicate<FileName> top, InodeVisitor visitor)
      throws IOException, LayersealException {
    ImageWalk.walk(
        image,
        new ImageWalk.Visitor() {
          @Override
          public void directory(byte[] path, ImageInode directory)
              throws IOException, LayersealException {
            file(path, directory, Optional.empty());
          }

          @Override
          public void file(byte[] path, ImageInode inode, Optional<byte[]> first)
              throws IOException, LayersealException {
            if (wanted(path, top) && !isStub(inode)) {
              visitor.inode(path, inode);
            }
          }
        });
  }

  private static boolean wanted(byte[] path, Predicate<FileName> top) throws FormatException {
    if (path.length == 0) {
      return true;
    }
    int end = 0;
    while (end < path.length && path[end] != '/') {
      end++;
    }
    return top.test(FileName.of(Arrays.copyOf(path, end)));
  }

  /**
   * Whiteouts of the tree are files with xattrs; a device is one that only hides the store. In
   * version 2 it is one of the tree, which the other readers leave out as well.
   */
  private static boolean isStub(ImageInode inode) {
    return inode.type() == FileType.CHARACTER_DEVICE && inode.disk().union() == 0;
  }

  private DumpfileFile describe(ImageInode inode) throws IOException, LayersealException {
    Xattrs all = image.xattrs(inode);
    boolean regular = inode.type() == FileType.REGULAR;
    boolean whiteout = regular && all.value(OverlayXattrs.ESCAPED_WHITEOUT).isPresent();
    Metadata metadata =
        new Metadata(
            inode.disk().mode() & ~FileType.MODE_MASK,
            inode.disk().uid(),
            inode.disk().gid(),
            inode.disk().linkCount(),
            inode.mtime(),
            (int) inode.nanos(),
            OverlayXattrs.visible(all.entries()));
    if (whiteout) {
      return new DumpfileFile(FileType.CHARACTER_DEVICE, 0, metadata, 0, null, null, null);
    }
    boolean device =
        inode.type() == FileType.CHARACTER_DEVICE || inode.type() == FileType.BLOCK_DEVICE;
    return new DumpfileFile(
        inode.type(),
        inode.size(),
        metadata,
        device ? inode.disk().union() : 0,
        payload(inode, all),
        content(inode),
        regular ? digest(all) : null);
  }

  private byte @Nullable [] payload(ImageInode inode, Xattrs all)
      throws IOException, LayersealException {
    if (inode.type() == FileType.SYMLINK) {
      return image.target(inode);
    }
    if (inode.type() != FileType.REGULAR) {
      return null;
    }
    byte[] redirect = all.value(OverlayXattrs.REDIRECT).orElse(null);
    if (redirect == null) {
      return null;
    }
    boolean slash = redirect.length > 0 && redirect[0] == '/';
    return slash ? Arrays.copyOfRange(redirect, 1, redirect.length) : redirect;
  }

  private byte @Nullable [] content(ImageInode inode) throws IOException, LayersealException {
    boolean held = inode.disk().layout() != DataLayout.CHUNK_BASED;
    if (inode.type() != FileType.REGULAR || !held || inode.size() == 0) {
      return null;
    }
    if (inode.size() < 0 || inode.size() > MAX_INLINE) {
      throw new FormatException(
          "%s: it holds %d bytes, expected at most %d".formatted(inode, inode.size(), MAX_INLINE));
    }
    return image.source(inode).read(0, (int) inode.size());
  }

  private static @Nullable FsVerityDigest digest(Xattrs all) throws FormatException {
    byte[] metacopy = all.value(OverlayXattrs.METACOPY).orElse(null);
    if (metacopy == null || metacopy.length <= METACOPY_HEADER) {
      return null;
    }
    byte[] digest = Arrays.copyOfRange(metacopy, METACOPY_HEADER, metacopy.length);
    FsVerityDigest found = FsVerityDigest.of(digest);
    if (!Arrays.equals(metacopy, OverlayXattrs.metacopy(found))) {
      throw new FormatException("the metacopy xattr has an unknown form");
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    image.close();
    source.close();
  }
}
