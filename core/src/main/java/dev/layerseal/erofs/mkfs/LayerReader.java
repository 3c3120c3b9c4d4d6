package dev.layerseal.erofs.mkfs;

import dev.layerseal.error.LayersealException;
import dev.layerseal.tar.TarConsumer;
import dev.layerseal.tar.TarEntry;
import dev.layerseal.tar.TarParser;
import dev.layerseal.tar.TarWarning;
import dev.layerseal.tar.TarWarning.Kind;
import java.io.IOException;

/** Reads the archive of a layer into a tree: what all kinds of images have in common. */
abstract class LayerReader extends TreeImage implements TarConsumer {

  final ParseTree tree;
  final TarParser parser;
  private byte[] volumeName = new byte[VOLUME_NAME];

  LayerReader(MkfsOptions options, FileAttributes attributes) {
    super(options, attributes);
    this.tree = new ParseTree(options.version(), budget, this::warning);
    tree.root().modified = attributes.time();
    this.parser = new TarParser(options.version().dialect(), this);
  }

  /** Takes the content of {@code node}, which follows in the archive. */
  abstract void content(Node node, TarEntry entry) throws LayersealException, IOException;

  @Override
  public boolean entry(TarEntry entry) throws LayersealException, IOException {
    Node node = tree.apply(entry);
    if (node == null) {
      return false;
    }
    content(node, entry);
    return true;
  }

  @Override
  public void volumeLabel(byte[] label) {
    volumeName = label.clone();
  }

  @Override
  public void warning(TarWarning warning) {
    addWarning(warning);
  }

  /** Takes the end of the archive, plans the image and encodes its metadata. */
  MetadataWriter writeMetadata() throws LayersealException, IOException {
    parser.finish();
    if (!tree.rootSeen()) {
      warning(
          new TarWarning(
              Kind.NO_ROOT_ENTRY,
              0,
              "there is no entry for the root: where mkfs.erofs 1.9 does not run as root, its"
                  + " images have another root hash"));
    }
    return writeMetadata(tree.root());
  }

  @Override
  void afterPlan() {
    if (tree.removedUsed() || plan.removedUsed()) {
      warning(
          new TarWarning(
              Kind.FREED_DIRECTORY,
              0,
              "hard links lead to directories that are replaced: images of this layer vary"));
    }
    if (plan.xattrOrderMatters()) {
      warning(
          new TarWarning(
              Kind.XATTR_ORDER, 0, "erofs-utils before 1.9.3 writes some xattrs in another order"));
    }
  }

  @Override
  byte[] volumeName() {
    return volumeName;
  }
}
