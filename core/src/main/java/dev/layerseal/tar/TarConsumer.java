package dev.layerseal.tar;

import dev.layerseal.error.LayersealException;
import java.io.IOException;

/** Takes the entries of an archive in their order. */
public interface TarConsumer {

  /**
   * Takes one entry.
   *
   * @return whether its content is read: then {@link #data} follows until {@code entry.size()}
   *     bytes have passed. Where this is false the next header is expected right behind this one,
   *     whatever the size says, as the reference tool does
   */
  boolean entry(TarEntry entry) throws LayersealException, IOException;

  /** A piece of the content of the last entry, never empty. */
  void data(byte[] buffer, int offset, int length) throws LayersealException, IOException;

  /** The volume label of a {@code V} header: 16 bytes. */
  void volumeLabel(byte[] label);

  /** Something that the reference tool does in silence. */
  void warning(TarWarning warning);
}
