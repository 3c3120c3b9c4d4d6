package dev.layerseal.erofs;

import dev.layerseal.error.LayersealException;
import java.io.IOException;

/** The content of regular files: where it is, and for compressed ones whether it decompresses. */
final class ContentCheck {

  private final Image image;
  private final CheckFindings findings;
  private final Budget tables;
  private long files;
  private long bytes;

  ContentCheck(Image image, CheckFindings findings, Budget tables) {
    this.image = image;
    this.findings = findings;
    this.tables = tables;
  }

  long files() {
    return files;
  }

  long bytes() {
    return bytes;
  }

  void check(ImageInode file) throws IOException, LayersealException {
    files++;
    ImageSource source = image.content(file);
    bytes += source.size();
    if (source instanceof ChunkContent chunks) {
      chunks(file, chunks);
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
}
