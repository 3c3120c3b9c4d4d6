package dev.layerseal.composefs.oci;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.layerseal.composefs.MutableDirectory;
import dev.layerseal.composefs.TreePaths;
import dev.layerseal.error.FormatException;
import dev.layerseal.tar.TarType;
import dev.layerseal.tree.FileName;
import dev.layerseal.tree.Inode;
import dev.layerseal.tree.Metadata;
import dev.layerseal.tree.Xattrs;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tree that the entries of layers are put into, one after the other, as composefs-rs does it: a
 * whiteout or an opaque marker acts on what is there when it is met, of whichever layer that is.
 */
final class EntryTree {

  /** A root that no layer had an entry for. */
  private static final Metadata NO_ENTRY = new Metadata(0, 0, 0, 1, 0, 0, Xattrs.NONE);

  private static final byte[] WHITEOUT = ".wh.".getBytes(US_ASCII);
  private static final byte[] OPAQUE = ".wh..wh..opq".getBytes(US_ASCII);

  private final MutableDirectory root = new MutableDirectory(NO_ENTRY);
  private final TreePaths paths = new TreePaths(root);
  private final Set<Object> ofThisLayer = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean rootEntry;

  MutableDirectory root() {
    return root;
  }

  /** Whether a layer had an entry for the root. */
  boolean hasRootEntry() {
    return rootEntry;
  }

  /** The next entries are those of another layer. */
  void nextLayer() {
    ofThisLayer.clear();
  }

  /** The file that a hard link to {@code target} is another name of. */
  Inode linked(byte[] target) throws FormatException {
    byte[] path = EntryPath.of(target);
    if (path.length == 0) {
      throw new FormatException("the link's target is the root");
    }
    return TreePaths.file(paths.spot(path));
  }

  /**
   * Adds a file or directory, or removes what a whiteout names.
   *
   * @param file null for a directory
   * @return whether something of the same layer was removed by a whiteout, which would stay if
   *     whiteouts were for lower layers only
   * @throws FormatException when the directory that it is in is not there
   */
  boolean add(byte[] path, Metadata metadata, @Nullable Inode file) throws FormatException {
    byte[] names = EntryPath.of(path);
    if (names.length == 0) {
      describeRoot(metadata, file == null ? TarType.DIRECTORY : TarType.REGULAR);
      return false;
    }
    TreePaths.Spot spot = paths.spot(names);
    byte[] name = spot.name().bytes();
    if (startsWith(name, WHITEOUT)) {
      return Arrays.equals(name, OPAQUE) ? empty(spot.directory()) : whiteOut(spot);
    }
    if (file == null) {
      addDirectory(spot, metadata);
    } else {
      addFile(spot, file);
    }
    return false;
  }

  private void describeRoot(Metadata metadata, TarType type) throws FormatException {
    if (type != TarType.DIRECTORY) {
      throw new FormatException("the root is no directory");
    }
    root.describe(metadata);
    rootEntry = true;
  }

  private void addDirectory(TreePaths.Spot spot, Metadata metadata) {
    MutableDirectory directory = spot.directory().directories().get(spot.name());
    if (directory == null) {
      spot.directory().files().remove(spot.name());
      directory = new MutableDirectory(metadata);
      spot.directory().directories().put(spot.name(), directory);
    } else {
      directory.describe(metadata);
    }
    ofThisLayer.add(directory);
  }

  private void addFile(TreePaths.Spot spot, Inode file) {
    if (spot.directory().directories().remove(spot.name()) != null) {
      paths.forget();
    }
    spot.directory().files().put(spot.name(), file);
    ofThisLayer.add(file);
  }

  private boolean empty(MutableDirectory directory) {
    boolean own =
        directory.files().values().stream().anyMatch(ofThisLayer::contains)
            || directory.directories().values().stream().anyMatch(ofThisLayer::contains);
    directory.clear();
    paths.forget();
    return own;
  }

  private boolean whiteOut(TreePaths.Spot spot) {
    byte[] name = spot.name().bytes();
    FileName removed;
    try {
      removed = FileName.of(Arrays.copyOfRange(name, WHITEOUT.length, name.length));
    } catch (FormatException e) {
      return false; // nothing can be called that
    }
    boolean own =
        ofThisLayer.contains(spot.directory().files().get(removed))
            || ofThisLayer.contains(spot.directory().directories().get(removed));
    spot.directory().remove(removed);
    paths.forget();
    return own;
  }

  private static boolean startsWith(byte[] name, byte[] prefix) {
    return name.length >= prefix.length
        && Arrays.equals(name, 0, prefix.length, prefix, 0, prefix.length);
  }
}
