package dev.layerseal.verity;

import java.io.IOException;

/**
 * Takes digests of data blocks one after the other, each written straight to the place that it
 * names: in memory, or in the open block of a tree.
 */
public interface LeafSink {

  /** Length of a digest in bytes. */
  int digestSize();

  /** The array that the next digest is to be written to. */
  byte[] nextArray();

  /** Where in {@link #nextArray} the next digest begins. */
  int nextAt();

  /** Tells that the next digest is written. */
  void written() throws IOException;
}
