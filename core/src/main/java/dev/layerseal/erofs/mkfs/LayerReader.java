package dev.layerseal.erofs.mkfs;

import dev.layerseal.error.LayersealException;
import dev.layerseal.tar.TarConsumer;
import dev.layerseal.tar.TarEntry;
import dev.layerseal.tar.TarParser;
import dev.layerseal.tar.TarWarning;
import dev.layerseal.tar.TarWarning.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the archive of a layer into a tree: what all kinds of images have in common. */
abstract class LayerReader implements TarConsumer {

  private static final int MAX_WARNINGS = 1000;

  final MkfsOptions options;
  final Budget budget;
  final Planner plan;
  final ParseTree tree;
  final TarParser parser;
  final List<TarWarning> warnings = new ArrayList<>();
  byte[] volumeName = new byte[16];

  LayerReader(MkfsOptions options) {
    this.options = options;
    this.budget = new Budget(options.memory());
    this.plan = new Planner(options);
    this.tree = new ParseTree(options.version(), budget, this::warning);
    this.parser = new TarParser(options.version().dialect(), this);
  }

  /** Takes the content of {@code node}, which follows in the archive. */
  abstract void content(Node node, TarEntry entry) throws LayersealException, IOException;

  /** Called when the archive is read. */
  void beforePlan() throws LayersealException {}

  /** Called when every piece has its place. */
  void beforeWrite(MetadataWriter metadata) throws IOException {}

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
    if (warnings.size() < MAX_WARNINGS) {
      warnings.add(warning);
    } else if (warnings.size() == MAX_WARNINGS) {
      warnings.add(new TarWarning(Kind.MORE, warning.offset(), "more warnings are left out"));
    }
  }

  /** Takes the end of the archive, plans the image and encodes its metadata. */
  MetadataWriter writeMetadata() throws LayersealException, IOException {
    parser.finish();
    if (!tree.rootSeen()) {
      warning(new TarWarning(Kind.NO_ROOT_ENTRY, 0, "there is no entry for the root"));
    }
    beforePlan();
    plan.plan(tree.root());
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
    MetadataWriter metadata = new MetadataWriter(plan, options.blockSize(), budget);
    beforeWrite(metadata);
    metadata.write();
    return metadata;
  }
}
