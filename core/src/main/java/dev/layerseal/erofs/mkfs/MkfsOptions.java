package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.BlockSize;

/**
 * What changes the bytes of an image, besides the layer and the UUID. Times are kept as the layer
 * has them and the image's own time is 0 ({@code -T0 --mkfs-time}).
 *
 * @param version whose bytes
 * @param tarIndex whether the content stays in the archive, which then follows the image
 * @param blockSize 512 bytes with {@code tarIndex}, always
 * @param inlineData whether ends of files may follow their inode (without {@code -Enoinline_data})
 * @param sorted whether content is laid out in the order of the tree, or in that of the archive
 *     ({@code --sort=none})
 * @param memory bound of the heap that the tree and the metadata of one layer take, in bytes
 */
public record MkfsOptions(
    ErofsUtils version,
    boolean tarIndex,
    BlockSize blockSize,
    boolean inlineData,
    boolean sorted,
    long memory) {

  public static final long DEFAULT_MEMORY = 256L << 20;

  public MkfsOptions {
    if (tarIndex && !blockSize.equals(BlockSize.B512)) {
      throw new IllegalArgumentException("a tar index has blocks of 512 bytes, not " + blockSize);
    }
  }

  /** {@code --tar=i --aufs}. */
  public static MkfsOptions tarIndex(ErofsUtils version) {
    return new MkfsOptions(version, true, BlockSize.B512, false, true, DEFAULT_MEMORY);
  }

  /** {@code --tar=f --aufs -Enoinline_data -b4096}. */
  public static MkfsOptions full(ErofsUtils version) {
    return new MkfsOptions(version, false, BlockSize.B4096, false, true, DEFAULT_MEMORY);
  }

  public MkfsOptions withBlockSize(BlockSize other) {
    return new MkfsOptions(version, tarIndex, other, inlineData, sorted, memory);
  }

  /** Without {@code -Enoinline_data}. */
  public MkfsOptions withInlineData() {
    return new MkfsOptions(version, tarIndex, blockSize, true, sorted, memory);
  }

  /** With {@code -Enoinline_data}. */
  public MkfsOptions withoutInlineData() {
    return new MkfsOptions(version, tarIndex, blockSize, false, sorted, memory);
  }

  /** With {@code --sort=none}. */
  public MkfsOptions unsorted() {
    return new MkfsOptions(version, tarIndex, blockSize, inlineData, false, memory);
  }

  public MkfsOptions withMemory(long other) {
    return new MkfsOptions(version, tarIndex, blockSize, inlineData, sorted, other);
  }

  /** Whether content gets its blocks while the archive is read: see {@link PlacedContent}. */
  public boolean placesContentAtOnce() {
    return !tarIndex && !sorted && !inlineData;
  }
}
