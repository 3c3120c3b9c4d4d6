package dev.layerseal.erofs;

import dev.layerseal.error.LayersealException;
import java.io.IOException;

/** The indexes of a compressed inode, one for each logical cluster. */
interface ClusterIndexes {

  /** What is said of logical cluster {@code number}. */
  Lcluster at(long number) throws IOException, LayersealException;

  /** Byte offset behind the last index, where an inlined tail begins. */
  long end();
}
