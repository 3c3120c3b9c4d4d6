package dev.layerseal.seal;

import dev.layerseal.oci.Descriptor;
import java.io.Closeable;
import java.io.IOException;

/** A blob that a seal manifest names beside the signatures. */
public record Attachment(Descriptor descriptor, SpooledBlob content) implements Closeable {

  @Override
  public void close() throws IOException {
    content.close();
  }
}
