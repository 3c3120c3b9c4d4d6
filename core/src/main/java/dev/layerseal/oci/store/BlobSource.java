package dev.layerseal.oci.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Content that can be read from its start as often as needed: an upload may have to begin again.
 */
@FunctionalInterface
public interface BlobSource {

  InputStream open() throws IOException;

  static BlobSource of(byte[] content) {
    return () -> new ByteArrayInputStream(content);
  }
}
