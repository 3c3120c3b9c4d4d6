package dev.layerseal.oci.store;

import dev.layerseal.error.LayersealException;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.oci.LayoutReference;

class MemoryStoreTest extends ImageStoreContract {

  @Override
  protected ImageStore open() {
    return new MemoryStore();
  }

  @Override
  protected ImageReference reference(String suffix) throws LayersealException {
    return LayoutReference.parse("memory" + suffix);
  }
}
