package dev.layerseal.erofs.mkfs;

/** A run of whole blocks of an image. Blocks between two runs are zero. */
public sealed interface ImageSegment {

  /** The first block. */
  long block();

  /**
   * Blocks with metadata.
   *
   * @param offset of their bytes in {@link ImagePlan#metadata}
   * @param length a multiple of the block size
   */
  record Metadata(long block, int offset, int length) implements ImageSegment {}

  /**
   * Blocks with the first {@code length} bytes of a file, zero padded.
   *
   * @param file its number, as the {@link FileSink} was told
   */
  record File(long block, int file, long length) implements ImageSegment {}
}
