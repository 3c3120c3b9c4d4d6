package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.Uuid;
import dev.layerseal.error.LayersealException;
import dev.layerseal.tar.TarEntry;
import dev.layerseal.tar.TarWarning;
import dev.layerseal.verity.SpillFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a full image in a file, with content that may be compressed and attributes that may be
 * changed. The archive is pushed in pieces of any length; its files go through a temporary file.
 *
 * <p>Not safe for use by several threads. After an exception only {@link #close} may be called.
 */
public final class ImageFileBuilder implements AutoCloseable {

  private final Reader reader;

  /**
   * @param options of a full, sorted image with blocks of 4096 bytes
   * @param image file to write, empty or new; it is read again too
   * @param temporary folder for what is needed until the image is complete
   * @param threads that compress
   */
  public ImageFileBuilder(
      MkfsOptions options,
      Optional<Compression> compression,
      FileAttributes attributes,
      Path image,
      SpillFolder temporary,
      int threads)
      throws IOException {
    if (options.tarIndex()
        || options.placesContentAtOnce()
        || options.blockSize().bytes() != Compression.BLOCK) {
      throw new IllegalArgumentException("not a full, sorted image with blocks of 4096 bytes");
    }
    reader = new Reader(options, compression.orElse(null), attributes, image, temporary, threads);
  }

  /** Takes the next bytes of the archive. */
  public void update(byte[] buffer, int offset, int length) throws LayersealException, IOException {
    reader.parser.update(buffer, offset, length);
  }

  /**
   * Takes the end of the archive and completes the image.
   *
   * @return length of the image in bytes
   */
  public long finish(Uuid uuid) throws LayersealException, IOException {
    try {
      return reader.finish(uuid);
    } catch (UncheckedIOException e) {
      throw new IOException(e.getCause());
    }
  }

  /** Gives the completed image another UUID. */
  public void changeUuid(Uuid uuid) throws IOException {
    reader.seal(uuid);
  }

  /** What the reference tool does in silence with this layer. */
  public List<TarWarning> warnings() {
    return List.copyOf(reader.warnings);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private static final class Reader extends LayerReader implements AutoCloseable {

    private static final long MOST_KEPT = 1L << 30;

    private final @Nullable Compression compression;
    private final Spool image;
    private final Spool content;
    private final @Nullable ClusterStore clusters;
    private final @Nullable SegmentQueue segments;
    private final ContentReader contents;
    private final FileContents written;

    Reader(
        MkfsOptions options,
        @Nullable Compression compression,
        FileAttributes attributes,
        Path image,
        SpillFolder temporary,
        int threads)
        throws IOException {
      super(
          compression == null ? options : options.withMemory(options.memory() - kept(options)),
          attributes);
      this.compression = compression;
      this.image = Spool.open(image);
      this.content = new Spool(temporary.open("content"));
      this.clusters = compression == null ? null : new ClusterStore(kept(options), temporary);
      this.segments =
          compression == null || clusters == null
              ? null
              : new SegmentQueue(content, clusters, compression, options.version(), threads);
      this.contents = new ContentReader(content, segments);
      FileIndexes indexes = compression == null ? null : new FileIndexes(compression);
      this.written = new FileContents(content, this.image, clusters, indexes);
    }

    /** Bytes of compressed content in memory: a third of it, the tree has the rest. */
    private static long kept(MkfsOptions options) {
      return Math.min(options.memory() / 3, MOST_KEPT);
    }

    @Override
    void content(Node node, TarEntry entry) {
      contents.begin(node);
    }

    @Override
    public void data(byte[] buffer, int offset, int length) throws IOException {
      contents.data(buffer, offset, length);
    }

    long finish(Uuid uuid) throws LayersealException, IOException {
      if (compression != null) {
        places.describe(new CompressionConfig(compression, options.version()).record());
      }
      MetadataWriter metadata = writeMetadata();
      storeTails(metadata);
      SuperblockWriter superblock = writeSuperblock(tree.root(), metadata);
      if (compression != null) {
        superblock.writeCompression(new CompressionConfig(compression, options.version()));
      }
      superblock.seal(uuid);
      return write(metadata);
    }

    @Override
    void beforePlan(Node root) throws LayersealException, IOException {
      contents.finish();
      TreeWalk.apply(root, attributes);
      places.use(written);
    }

    @Override
    void beforeWrite(MetadataWriter metadata) throws IOException {
      written.flush();
      if (compression != null && !compression.cleanGaps()) {
        metadata.writeOver(image);
      }
    }

    private void storeTails(MetadataWriter metadata) throws IOException {
      for (Node node : plan.nodes()) {
        if (node.isRegular() && node.isInline()) {
          byte[] tail = new byte[node.tail];
          content.read(node.content + node.size - node.tail, tail, 0, tail.length);
          metadata.storeTail(node, tail);
        }
      }
    }

    private long write(MetadataWriter metadata) throws IOException {
      metadata.writeTo(image);
      long length = plan.blocks() << options.blockSize().bits();
      image.length(length);
      return length;
    }

    void seal(Uuid uuid) throws IOException {
      byte[] block = new byte[Compression.BLOCK];
      image.read(0, block, 0, block.length);
      new SuperblockWriter(options.version(), options.blockSize(), block).seal(uuid);
      image.write(0, block, 0, block.length);
    }

    @Override
    public void close() throws IOException {
      if (segments != null) {
        segments.close();
      }
      if (clusters != null) {
        clusters.close();
      }
      content.close();
      image.close();
    }
  }
}
