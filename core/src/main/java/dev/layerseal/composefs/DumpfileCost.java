package dev.layerseal.composefs;

import dev.layerseal.tree.Inode;
import dev.layerseal.tree.Inode.RegularFile;
import dev.layerseal.tree.Inode.Symlink;
import dev.layerseal.tree.Metadata;
import dev.layerseal.tree.Xattrs;

/**
 * What lines of a dumpfile take of the heap until the image is written: sizes of objects as
 * measured, and a tenth more. What many files have in common counts once.
 */
final class DumpfileCost {

  /** The inode, its name, their places in directory and layout. */
  private static final long INODE = 190;

  private static final long DIRECTORY = 380;

  /** The link while it leads nowhere, and the place of its file. */
  private static final long LINK = 330;

  private static final int METADATA = 80;
  private static final int XATTR = 125;
  private static final long BYTES = 32;
  private static final int DIGEST = 64;

  /** Its number, and a size above 4 GiB. */
  private static final int SPECIAL = 120;

  private Metadata last = new Metadata(0, 0, 0, 0, 0, 0, Xattrs.NONE);

  long directory(Metadata kept, DumpfileEntry entry) {
    return DIRECTORY + nameLength(entry) + metadata(kept, entry);
  }

  /** Bytes of anything else that is no link; its metadata may be kept together with other files. */
  long file(Inode file, DumpfileEntry entry) {
    long bytes = INODE + nameLength(entry) + metadata(file.metadata(), entry);
    if (file instanceof RegularFile regular) {
      return bytes + content(regular);
    }
    return bytes + (file instanceof Symlink symlink ? BYTES + symlink.target().length : SPECIAL);
  }

  private static long content(RegularFile file) {
    if (file.content() instanceof ExternalContent external) {
      return BYTES + external.keptPath() + (external.digest().isPresent() ? DIGEST : 0);
    }
    return file.content().size() == 0 ? 0 : BYTES + file.content().size();
  }

  long link(DumpfileEntry entry, byte[] target) {
    return LINK + nameLength(entry) + target.length;
  }

  private static int nameLength(DumpfileEntry entry) {
    byte[] path = entry.path();
    int start = path.length;
    while (start > 0 && path[start - 1] != '/') {
      start--;
    }
    return path.length - start;
  }

  @SuppressWarnings("ReferenceEquality") // the same object is in memory once
  private long metadata(Metadata kept, DumpfileEntry entry) {
    long bytes = kept == last ? 0 : METADATA;
    last = kept;
    return kept.xattrs() == entry.metadata().xattrs() ? bytes + xattrs(kept.xattrs()) : bytes;
  }

  private static long xattrs(Xattrs xattrs) {
    long bytes = 0;
    for (Xattrs.Entry xattr : xattrs.entries()) {
      bytes += XATTR + xattr.name().length + xattr.value().length;
    }
    return bytes;
  }
}
