package dev.layerseal.erofs;

import dev.layerseal.error.LayersealException;
import dev.layerseal.tree.Content;
import java.io.IOException;
import java.io.OutputStream;

/** The content of a file in an image, read again each time. */
record ImageContent(ImageSource source) implements Content {

  private static final int PIECE = 1 << 16;

  @Override
  public long size() {
    return source.size();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException, LayersealException {
    byte[] buffer = new byte[(int) Math.min(PIECE, Math.max(1, size()))];
    for (long at = 0; at < size(); at += buffer.length) {
      int length = (int) Math.min(buffer.length, size() - at);
      source.read(at, buffer, 0, length);
      out.write(buffer, 0, length);
    }
  }
}
