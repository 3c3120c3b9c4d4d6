package dev.layerseal.seal;

import dev.layerseal.error.LayersealException;
import dev.layerseal.tar.TarWarning;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Takes an uncompressed layer in pieces, and gives the root hashes of the recipes it is for. */
interface ImageHasher extends Closeable {

  void update(byte[] buffer, int offset, int length) throws LayersealException, IOException;

  List<ConvertedLayer.Image> finish(LayerFacts facts) throws LayersealException, IOException;

  /** What the reference tool does in silence with the layer; valid after {@link #finish}. */
  List<TarWarning> warnings();
}
