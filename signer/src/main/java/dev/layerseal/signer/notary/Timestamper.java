package dev.layerseal.signer.notary;

import dev.layerseal.error.LayersealException;
import java.io.IOException;

/** A timestamp authority that countersigns. */
@FunctionalInterface
public interface Timestamper {

  /**
   * An RFC 3161 token over {@code signature}, which was checked already.
   *
   * @param hash name of the hash for the imprint, such as {@code SHA-256}
   */
  byte[] timestamp(byte[] signature, String hash) throws LayersealException, IOException;
}
