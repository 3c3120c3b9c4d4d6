package dev.layerseal.erofs.mkfs;

import java.io.IOException;

/**
 * Takes the content of files in the order of the archive. Files are numbered from 0 on; content of
 * files that do not get into the image may be among it.
 */
public interface FileSink {

  /** The next file, with that many bytes: more than 0. */
  void begin(int file, long size) throws IOException;

  /**
   * Where the file that begins next belongs; told only where content is laid out in the order of
   * the archive.
   *
   * @param block the first of its blocks in the image
   */
  default void place(long block) throws IOException {}

  /** A piece of the file that began last. */
  void data(byte[] buffer, int offset, int length) throws IOException;
}
