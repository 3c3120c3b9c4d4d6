package dev.layerseal.composefs.oci;

import dev.layerseal.composefs.MutableDirectory;
import dev.layerseal.error.FormatException;
import dev.layerseal.tree.FileName;
import dev.layerseal.tree.Inode;
import dev.layerseal.tree.Metadata;
import dev.layerseal.tree.Xattrs;

/** What is done to the tree when all layers are merged. */
final class RootRules {

  private static final FileName USR = name("usr");
  private static final FileName RUN = name("run");
  private static final int FIXED_PERMISSIONS = 0555;

  private RootRules() {}

  static void apply(RootMetadata rule, EntryTree tree) throws FormatException {
    MutableDirectory root = tree.root();
    switch (rule) {
      case USR -> {
        likeUsr(root);
        CapabilitiesOnly.apply(root);
      }
      case ENTRY -> {
        if (!tree.hasRootEntry()) {
          root.describe(fixed(root));
        }
      }
      case FIXED -> root.describe(fixed(root));
      case NONE -> {}
    }
  }

  private static void likeUsr(MutableDirectory root) throws FormatException {
    MutableDirectory usr = root.directories().get(USR);
    if (usr == null) {
      throw new FormatException(
          "the image has no directory /usr, whose owner, mode and time its root gets");
    }
    root.describe(usr.metadata());
    MutableDirectory run = root.directories().get(RUN);
    if (run != null) {
      run.clear();
      run.describe(run.metadata().withMtime(usr.metadata().mtime(), usr.metadata().mtimeNanos()));
    } else if (root.files().containsKey(RUN)) {
      throw new FormatException("/run of the image is no directory");
    }
  }

  private static Metadata fixed(MutableDirectory root) {
    Metadata newest = new Metadata(0, 0, 0, 1, 0, 0, Xattrs.NONE);
    boolean any = false;
    for (MutableDirectory directory : root.all()) {
      if (directory != root && (!any || newer(directory.metadata(), newest))) {
        newest = directory.metadata();
        any = true;
      }
      for (Inode file : directory.files().values()) {
        if (!any || newer(file.metadata(), newest)) {
          newest = file.metadata();
          any = true;
        }
      }
    }
    return new Metadata(
        FIXED_PERMISSIONS, 0, 0, 1, newest.mtime(), newest.mtimeNanos(), Xattrs.NONE);
  }

  private static boolean newer(Metadata one, Metadata other) {
    return one.mtime() > other.mtime()
        || one.mtime() == other.mtime() && one.mtimeNanos() > other.mtimeNanos();
  }

  private static FileName name(String text) {
    try {
      return FileName.of(text);
    } catch (FormatException e) {
      throw new IllegalStateException(e);
    }
  }
}
