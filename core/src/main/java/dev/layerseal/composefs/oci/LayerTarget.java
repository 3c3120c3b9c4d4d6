package dev.layerseal.composefs.oci;

import dev.layerseal.error.FormatException;
import dev.layerseal.tar.TarEntry;
import dev.layerseal.tar.TarType;
import dev.layerseal.tree.Inode;
import dev.layerseal.tree.Metadata;
import dev.layerseal.tree.PrintableBytes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tree that a layer goes into: the merged one, or one of its own. A layer that needs what lower
 * ones hold makes no tree of its own, which is no failure of the image.
 */
final class LayerTarget {

  private final EntryTree tree;
  private final boolean alone;
  private Optional<String> refusal = Optional.empty();

  private LayerTarget(EntryTree tree, boolean alone) {
    this.tree = tree;
    this.alone = alone;
  }

  static LayerTarget merged(EntryTree tree) {
    tree.nextLayer();
    return new LayerTarget(tree, false);
  }

  static LayerTarget alone() {
    return new LayerTarget(new EntryTree(), true);
  }

  EntryTree tree() {
    return tree;
  }

  /** Why the layer makes no tree of its own. */
  Optional<String> refusal() {
    return refusal;
  }

  /**
   * Adds an entry.
   *
   * @param file null for directories and hard links
   * @return whether the order of entries within the layer mattered to the merged tree
   */
  boolean add(TarEntry entry, Metadata metadata, @Nullable Inode file) throws FormatException {
    if (refusal.isPresent()) {
      return false;
    }
    try {
      boolean link = entry.type() == TarType.HARD_LINK;
      boolean order = tree.add(entry.path(), metadata, link ? tree.linked(entry.link()) : file);
      return order && !alone;
    } catch (FormatException e) {
      if (!alone) {
        throw e;
      }
      refusal = Optional.of(PrintableBytes.of(entry.path()) + ": " + e.getMessage());
      return false;
    }
  }
}
