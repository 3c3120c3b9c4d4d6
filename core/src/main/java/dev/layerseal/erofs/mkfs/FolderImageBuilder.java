package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.Uuid;
import dev.layerseal.error.LayersealException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Plans the image of a folder, as {@code mkfs.erofs IMAGE FOLDER} makes it. The content of files is
 * read where they are, when the image is written; they must not change until then.
 *
 * <p>Not safe for use by several threads.
 */
public final class FolderImageBuilder {

  private final Reader reader;

  /**
   * @param options of a full, sorted image
   * @throws IllegalArgumentException when the options ask for another one
   * @throws dev.layerseal.error.UnsupportedFeatureException when this system shows no xattrs
   */
  public FolderImageBuilder(MkfsOptions options, FileAttributes attributes)
      throws LayersealException {
    if (options.tarIndex() || !options.sorted()) {
      throw new IllegalArgumentException("not a full, sorted image");
    }
    reader = new Reader(options, attributes);
  }

  /** Reads the folder and plans its image. To be called once. */
  public ImagePlan build(Path folder, Uuid uuid) throws LayersealException, IOException {
    return reader.build(folder).withUuid(uuid);
  }

  /** The content of the files of the folder. */
  public FileSource files() {
    return reader.files;
  }

  private static final class Reader extends TreeImage {

    private final FolderFiles files = new FolderFiles();
    private final FolderTree tree;

    Reader(MkfsOptions options, FileAttributes attributes) throws LayersealException {
      super(options, attributes);
      this.tree = new FolderTree(attributes, options.version(), budget, files);
    }

    ImagePlan build(Path folder) throws LayersealException, IOException {
      Node root = tree.read(folder);
      MetadataWriter metadata = writeMetadata(root);
      SuperblockWriter superblock = writeSuperblock(root, metadata);
      tree.shared().write(superblock, metadata, places);
      List<ImageSegment> segments = new ArrayList<>(metadata.segments());
      segments.addAll(contentSegments(metadata, files));
      segments.sort(Comparator.comparingLong(ImageSegment::block));
      return new ImagePlan(options, plan.blocks(), metadata.bytes(), segments, 0, warnings);
    }

    @Override
    void beforePlan(Node root) throws LayersealException {
      TreeWalk.apply(root, attributes);
      tree.share(places);
    }

    @Override
    void beforeWrite(MetadataWriter metadata) {
      tree.countLinks();
    }
  }
}
