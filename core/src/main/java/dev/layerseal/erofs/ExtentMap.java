package dev.layerseal.erofs;

import dev.layerseal.error.LayersealException;
import java.io.IOException;

/** Finds the extent that holds a byte of a compressed file. */
interface ExtentMap {

  /** The extent that holds byte {@code offset}, which the file has. */
  Extent find(long offset) throws IOException, LayersealException;
}
