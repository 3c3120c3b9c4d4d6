package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.bytes.Uuid;
import dev.layerseal.tar.TarWarning;
import java.util.List;

/** An image of which the metadata is made and the content has its place. */
public final class ImagePlan {

  private final MkfsOptions options;
  private final long blocks;
  private final byte[] metadata;
  private final List<ImageSegment> segments;
  private final long tarLength;
  private final List<TarWarning> warnings;

  ImagePlan(
      MkfsOptions options,
      long blocks,
      byte[] metadata,
      List<ImageSegment> segments,
      long tarLength,
      List<TarWarning> warnings) {
    this.options = options;
    this.blocks = blocks;
    this.metadata = metadata;
    this.segments = List.copyOf(segments);
    this.tarLength = tarLength;
    this.warnings = List.copyOf(warnings);
  }

  public BlockSize blockSize() {
    return options.blockSize();
  }

  /** Number of blocks of the image. */
  public long blocks() {
    return blocks;
  }

  /** Length of the image in bytes. */
  public long imageLength() {
    return blocks << blockSize().bits();
  }

  /** All blocks with metadata, one behind the other: see {@link ImageSegment.Metadata}. */
  public byte[] metadata() {
    return metadata.clone();
  }

  /** What the image is made of, by block. */
  public List<ImageSegment> segments() {
    return segments;
  }

  /** Length of the archive in bytes, with all that follows its end mark. */
  public long tarLength() {
    return tarLength;
  }

  /** What the reference tool does in silence with this layer. */
  public List<TarWarning> warnings() {
    return warnings;
  }

  /** The same image with another UUID. */
  public ImagePlan withUuid(Uuid uuid) {
    byte[] copy = metadata.clone();
    new SuperblockWriter(options.version(), blockSize(), copy).seal(uuid);
    return new ImagePlan(options, blocks, copy, segments, tarLength, warnings);
  }
}
