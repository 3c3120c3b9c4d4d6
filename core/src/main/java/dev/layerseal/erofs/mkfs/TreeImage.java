package dev.layerseal.erofs.mkfs;

import dev.layerseal.erofs.mkfs.ImageSegment.File;
import dev.layerseal.error.LayersealException;
import dev.layerseal.tar.TarWarning;
import dev.layerseal.tar.TarWarning.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;

/** Makes an image of a tree, wherever the tree comes from. */
abstract class TreeImage {

  static final int VOLUME_NAME = 16;
  private static final int MAX_WARNINGS = 1000;

  final MkfsOptions options;
  final FileAttributes attributes;
  final Budget budget;
  final Placement places;
  final Planner plan;
  final List<TarWarning> warnings = new ArrayList<>();

  TreeImage(MkfsOptions options, FileAttributes attributes) {
    this.options = options;
    this.attributes = attributes;
    this.budget = new Budget(options.memory());
    this.places = new Placement(options);
    this.plan = new Planner(options, attributes, places);
  }

  /** Called when the tree is complete. */
  void beforePlan(Node root) throws LayersealException, IOException {
    if (!attributes.changeNothing()) {
      TreeWalk.apply(root, attributes);
    }
  }

  /** Called when everything has its place. */
  void afterPlan() {}

  /** Called before the metadata is encoded. */
  void beforeWrite(MetadataWriter metadata) throws IOException {}

  byte[] volumeName() {
    return new byte[VOLUME_NAME];
  }

  final void addWarning(TarWarning warning) {
    if (warnings.size() < MAX_WARNINGS) {
      warnings.add(warning);
    } else if (warnings.size() == MAX_WARNINGS) {
      warnings.add(new TarWarning(Kind.MORE, warning.offset(), "more warnings are left out"));
    }
  }

  /** Plans the image and encodes its metadata, but for the superblock. */
  final MetadataWriter writeMetadata(Node root) throws LayersealException, IOException {
    beforePlan(root);
    plan.plan(root);
    afterPlan();
    MetadataWriter metadata = new MetadataWriter(plan, places, options.blockSize(), budget);
    if (!attributes.filtered()) {
      metadata.withoutFilters();
    }
    beforeWrite(metadata);
    metadata.write();
    return metadata;
  }

  /** Writes the superblock, but for the UUID. */
  final SuperblockWriter writeSuperblock(Node root, MetadataWriter metadata) {
    SuperblockWriter superblock =
        new SuperblockWriter(options.version(), options.blockSize(), metadata.bytes());
    superblock.write(plan, root, metadata.filtered(), volumeName(), options.tarIndex());
    superblock.writeTime(attributes.time());
    return superblock;
  }

  /**
   * Where the content of files belongs. Ends of files that follow their inode are stored with the
   * metadata.
   */
  final List<ImageSegment> contentSegments(MetadataWriter metadata, FileSource source)
      throws IOException {
    List<ImageSegment> segments = new ArrayList<>();
    for (Node node : plan.nodes()) {
      if (node.content == Node.NO_CONTENT || !node.isRegular()) {
        continue;
      }
      int tail = node.isInline() ? node.tail : 0;
      long length = node.size - tail;
      if (node.data != null) {
        segments.add(new File(node.data.start, (int) node.content, length));
      }
      if (tail > 0) {
        ByteArrayOutputStream end = new ByteArrayOutputStream(tail);
        source.copy((int) node.content, length, tail, Channels.newChannel(end));
        metadata.storeTail(node, end.toByteArray());
      }
    }
    return segments;
  }
}
