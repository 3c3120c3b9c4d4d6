package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.Uuid;
import dev.layerseal.error.LayersealException;
import dev.layerseal.tar.TarEntry;
import java.io.IOException;

/**
 * Makes the index of an archive that is pushed in pieces of any length. Nothing of its content is
 * kept.
 *
 * <p>Not safe for use by several threads. After an exception it must not be used again.
 */
public final class TarIndexBuilder {

  private final Reader reader;

  /**
   * @throws IllegalArgumentException when the options do not ask for a tar index
   */
  public TarIndexBuilder(MkfsOptions options) {
    if (!options.tarIndex()) {
      throw new IllegalArgumentException("options of a full image");
    }
    reader = new Reader(options);
  }

  /** Takes the next bytes of the archive. */
  public void update(byte[] buffer, int offset, int length) throws LayersealException {
    try {
      reader.parser.update(buffer, offset, length);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Takes the end of the archive.
   *
   * @param uuid of the image; see {@link TarIndex#withUuid} for another one
   */
  public TarIndex finish(Uuid uuid) throws LayersealException {
    try {
      return reader.index().withUuid(uuid);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Reader extends LayerReader {

    Reader(MkfsOptions options) {
      super(options, FileAttributes.OF_LAYER);
    }

    @Override
    void content(Node node, TarEntry entry) throws LayersealException {
      TarChunks.check(entry.dataOffset(), entry.size());
      node.union |= TarChunks.format(entry.size());
    }

    @Override
    public void data(byte[] buffer, int offset, int length) {
      // The index points to it.
    }

    TarIndex index() throws LayersealException, IOException {
      MetadataWriter metadata = writeMetadata();
      SuperblockWriter superblock = writeSuperblock(tree.root(), metadata);
      superblock.writeDevice(options.blockSize().count(parser.offset()), plan.blocks());
      return new TarIndex(options.version(), metadata.bytes(), parser.consumed(), warnings);
    }
  }
}
