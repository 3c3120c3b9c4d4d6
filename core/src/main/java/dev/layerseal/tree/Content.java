package dev.layerseal.tree;

import dev.layerseal.error.LayersealException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The bytes of a regular file. They can be read any number of times, and are the same each time.
 */
public interface Content {

  Content EMPTY = of(new byte[0]);

  /** Number of bytes. */
  long size();

  /** Writes all bytes to {@code out}, in pieces. */
  void writeTo(OutputStream out) throws IOException, LayersealException;

  /** All bytes at once; for small files. */
  default byte[] bytes() throws IOException, LayersealException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(size()));
    writeTo(out);
    return out.toByteArray();
  }

  /** A content kept in memory. */
  static Content of(byte[] bytes) {
    byte[] copy = bytes.clone();
    return new Content() {
      @Override
      public long size() {
        return copy.length;
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        out.write(copy);
      }
    };
  }
}
