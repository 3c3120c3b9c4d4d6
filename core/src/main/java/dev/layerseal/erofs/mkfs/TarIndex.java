package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.bytes.Uuid;
import dev.layerseal.tar.TarWarning;
import java.util.List;

/**
 * An image whose content stays in the archive. What is mounted is the metadata, then the archive as
 * it is, then zeros up to whole blocks.
 */
public final class TarIndex {

  private final ErofsUtils version;
  private final byte[] metadata;
  private final long tarLength;
  private final List<TarWarning> warnings;

  TarIndex(ErofsUtils version, byte[] metadata, long tarLength, List<TarWarning> warnings) {
    this.version = version;
    this.metadata = metadata;
    this.tarLength = tarLength;
    this.warnings = List.copyOf(warnings);
  }

  /** The metadata as {@code mkfs.erofs --tar=i} writes it: whole blocks of 512 bytes. */
  public byte[] metadata() {
    return metadata.clone();
  }

  /** Length of {@link #metadata} in bytes. */
  public int metadataLength() {
    return metadata.length;
  }

  /** Length of the archive in bytes, with all that follows its end mark. */
  public long tarLength() {
    return tarLength;
  }

  /** Length of metadata and archive in bytes, without padding. */
  public long imageLength() {
    return metadata.length + tarLength;
  }

  /** What the reference tool does in silence with this layer. */
  public List<TarWarning> warnings() {
    return warnings;
  }

  /** The same image with another UUID. */
  public TarIndex withUuid(Uuid uuid) {
    byte[] copy = metadata.clone();
    new SuperblockWriter(version, BlockSize.B512, copy).seal(uuid);
    return new TarIndex(version, copy, tarLength, warnings);
  }
}
