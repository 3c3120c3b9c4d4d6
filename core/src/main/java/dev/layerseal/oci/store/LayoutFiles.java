package dev.layerseal.oci.store;

import java.io.IOException;
import java.io.InputStream;

/** The files of a layout by their path inside it, such as {@code blobs/sha256/9f2c..}. */
interface LayoutFiles extends AutoCloseable {

  /** Whether there is a regular file of that path. */
  boolean has(String path) throws IOException;

  /** Length of the file in bytes. */
  long size(String path) throws IOException;

  /**
   * The content of a file.
   *
   * @throws java.nio.file.NoSuchFileException when there is no regular file of that path
   */
  InputStream open(String path) throws IOException;

  @Override
  default void close() throws IOException {}
}
