package dev.layerseal.erofs;

import dev.layerseal.erofs.disk.DeviceSlot;
import dev.layerseal.erofs.disk.ErofsSuperblock;
import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.erofs.disk.InodeCompact;
import dev.layerseal.error.LayersealException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;

/** Reaches every inode from the root, each once, and checks it. */
final class CheckWalk {

  /** Inodes that are looked at; the table of nids takes 26 bytes for each at most. */
  private static final int MAX_INODES = 16_000_000;

  private static final int MAX_TARGET = 4095;
  private static final int MAX_COMPACT_LINKS = 65535;

  private record Pending(long nid, long parent) {}

  private final Image image;
  private final CheckFindings findings;
  private final ContentCheck content;
  private final XattrCheck xattrs;
  private final Budget directories;
  private final NidTable names = new NidTable();
  private final NidTable numbers = new NidTable();
  private final OccupiedSpace space = new OccupiedSpace();
  private final Deque<Pending> pending = new ArrayDeque<>();

  CheckWalk(Image image, CheckFindings findings, Budget structures, ContentCheck content) {
    this.image = image;
    this.findings = findings;
    this.content = content;
    this.xattrs = new XattrCheck(image, findings, structures);
    this.directories = structures;
  }

  int inodes() {
    return names.size();
  }

  void walk(long root) throws IOException {
    Optional<ImageInode> inode = reach(root, FileType.DIRECTORY, "root");
    if (inode.isPresent()) {
      pending.add(new Pending(root, root));
    }
    while (!pending.isEmpty() && !directories.spent()) {
      Pending next = pending.removeLast();
      directory(next);
    }
    linkCounts();
    overlaps();
  }

  private void directory(Pending place) throws IOException {
    try {
      ImageInode directory = image.inode(place.nid());
      directories.spend(directory.size());
      long[] children = new long[1];
      new DirectoryCheck(
              findings, directory, place.parent(), entry -> child(place, entry, children))
          .check(image.content(directory), image.superblock().blockSize().bytes());
      directoryLinks(directory, children[0]);
    } catch (LayersealException e) {
      findings.add("directory " + place.nid(), -1, XattrCheck.message(e));
    }
  }

  private void child(Pending directory, DirectoryEntry entry, long[] children) throws IOException {
    boolean first = names.get(entry.nid()) == 0;
    boolean isDirectory = entry.type() == FileType.DIRECTORY;
    children[0] += isDirectory ? 1 : 0;
    if (!first) {
      if (isDirectory) {
        findings.add("directory " + entry.nid(), -1, "it is reached again as " + entry.name());
      }
      again(entry);
      return;
    }
    if (reach(entry.nid(), entry.type(), entry.name().toString()).isPresent() && isDirectory) {
      pending.add(new Pending(entry.nid(), directory.nid()));
    }
  }

  private void again(DirectoryEntry entry) throws IOException {
    names.put(entry.nid(), names.get(entry.nid()) + 1);
    try {
      typed(image.inode(entry.nid()), entry.type(), entry.name().toString());
    } catch (LayersealException e) {
      // Said when it was reached first.
    }
  }

  private Optional<ImageInode> reach(long nid, FileType expected, String name) throws IOException {
    if (names.size() >= MAX_INODES) {
      findings.add("inode " + nid, -1, "more than %d inodes".formatted(MAX_INODES));
      return Optional.empty();
    }
    names.put(nid, 1);
    try {
      ImageInode inode = image.inode(nid);
      boolean typed = typed(inode, expected, name);
      check(inode);
      return typed ? Optional.of(inode) : Optional.empty();
    } catch (LayersealException e) {
      findings.add("inode " + nid + " of " + name, -1, XattrCheck.message(e));
      return Optional.empty();
    }
  }

  private boolean typed(ImageInode inode, FileType expected, String name) {
    if (inode.type() != expected) {
      findings.add(
          inode, "its mode says %s, its entry %s says %s".formatted(inode.type(), name, expected));
    }
    return inode.type() == expected;
  }

  private void check(ImageInode inode) throws IOException, LayersealException {
    if (inode.nanos() > 999_999_999) {
      findings.add(inode, "its nanoseconds are " + inode.nanos());
    }
    number(inode);
    xattrs.check(inode);
    switch (inode.type()) {
      case REGULAR -> content.check(inode, taken(inode));
      case SYMLINK -> target(inode, taken(inode));
      case DIRECTORY -> taken(inode);
      default -> takeInode(inode, inode.bodyOffset());
    }
  }

  /** Zero is what writers leave that give no numbers. */
  private void number(ImageInode inode) {
    long number = inode.disk().ino();
    if (number != 0 && numbers.get(number) != 0) {
      findings.add(inode, "its i_ino %d is that of another inode".formatted(number));
    }
    numbers.put(number, 1);
  }

  /** The content of an inode, with its space taken. */
  private ImageSource taken(ImageInode inode) throws IOException, LayersealException {
    ImageSource source = image.content(inode);
    if (source instanceof FlatContent flat) {
      takeInode(inode, inode.bodyOffset() + flat.size() - flat.blocksLength());
      if (flat.in(image.source())) {
        space.takeBlocks(flat.blocksOffset(), flat.blocksOffset() + flat.blocksLength());
      }
    } else if (source instanceof ChunkContent chunks) {
      takeInode(inode, chunks.tableEnd());
    } else if (source instanceof CompressedContent compressed) {
      takeInode(inode, compressed.indexEnd());
    }
    return source;
  }

  private void takeInode(ImageInode inode, long end) {
    if (inode.home() == image.source()) {
      space.take(inode.offset(), end);
    }
  }

  private void overlaps() {
    ErofsSuperblock superblock = image.superblock();
    space.take(ErofsSuperblock.OFFSET, ErofsSuperblock.OFFSET + superblock.encodedSize());
    long slots = (long) superblock.deviceSlot() * DeviceSlot.SIZE;
    space.take(slots, slots + (long) image.devices().slots().size() * DeviceSlot.SIZE);
    OptionalLong overlap = space.overlap();
    if (overlap.isPresent()) {
      findings.add("image", overlap.getAsLong(), "inodes or the blocks of their content overlap");
    }
  }

  private void target(ImageInode link, ImageSource source) throws IOException, LayersealException {
    if (link.size() < 1 || link.size() > MAX_TARGET) {
      findings.add(link, "its target has %d bytes, expected 1 to 4095".formatted(link.size()));
      return;
    }
    for (byte b : source.read(0, (int) link.size())) {
      if (b == 0) {
        findings.add(link, "its target has a zero byte");
        return;
      }
    }
  }

  private void directoryLinks(ImageInode directory, long children) {
    long expected = 2 + children;
    boolean wrapped =
        expected > MAX_COMPACT_LINKS
            && directory.disk() instanceof InodeCompact
            && directory.disk().linkCount() == 1;
    if (directory.disk().linkCount() != expected && !wrapped) {
      findings.add(
          directory,
          "its link count is %d, it has %d directories in it"
              .formatted(directory.disk().linkCount(), children));
    }
  }

  private void linkCounts() throws IOException {
    for (long nid : names.nids()) {
      try {
        ImageInode inode = image.inode(nid);
        long found = names.get(nid);
        if (!inode.isDirectory() && inode.disk().linkCount() != found) {
          findings.add(
              inode,
              "its link count is %d, it has %d names".formatted(inode.disk().linkCount(), found));
        }
      } catch (LayersealException e) {
        // Said when it was reached.
      }
    }
  }
}
