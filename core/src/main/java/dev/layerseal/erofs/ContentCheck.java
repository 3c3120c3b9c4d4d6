package dev.layerseal.erofs;

import dev.layerseal.error.LayersealException;
import java.io.IOException;

/** The content of regular files: where it is, and for compressed ones whether it decompresses. */
final class ContentCheck {

  private static final int PIECE = 1 << 16;

  private final CheckFindings findings;
  private final Budget tables;
  private final Budget decoded;
  private long files;
  private long bytes;
  private boolean unchecked;

  /** {@code decoded} bounds what is decompressed; past it, content is left unchecked. */
  ContentCheck(CheckFindings findings, Budget tables, Budget decoded) {
    this.findings = findings;
    this.tables = tables;
    this.decoded = decoded;
  }

  long files() {
    return files;
  }

  long bytes() {
    return bytes;
  }

  void check(ImageInode file, ImageSource source) throws IOException, LayersealException {
    files++;
    bytes += source.size();
    if (source instanceof ChunkContent chunks) {
      chunks(file, chunks);
    } else if (source instanceof CompressedContent compressed) {
      extents(compressed);
    }
  }

  private void chunks(ImageInode file, ChunkContent chunks) throws IOException, LayersealException {
    tables.spend(chunks.chunks() * 4);
    for (long i = 0; i < chunks.chunks(); i++) {
      try {
        chunks.check(i);
      } catch (LayersealException e) {
        findings.add(file, XattrCheck.message(e));
      }
    }
  }

  private void extents(CompressedContent compressed) throws IOException, LayersealException {
    byte[] buffer = new byte[PIECE];
    long at = 0;
    while (at < compressed.size() && !decoded.spent()) {
      Extent extent = compressed.extent(at);
      if (extent.form() == Extent.Form.FRAGMENT) {
        int length = (int) Math.min(buffer.length, extent.end() - at);
        spend(length);
        compressed.read(at, buffer, 0, length);
        at += length;
      } else if (extent.form() == Extent.Form.HOLE) {
        at = extent.end();
      } else {
        spend(extent.length());
        compressed.decode(extent);
        at = extent.end();
      }
    }
  }

  private void spend(int length) {
    if (!decoded.trySpend(length)) {
      unchecked = true;
    }
  }

  /** Whether some content was left out, because the image decompresses to too much. */
  boolean unchecked() {
    return unchecked;
  }
}
