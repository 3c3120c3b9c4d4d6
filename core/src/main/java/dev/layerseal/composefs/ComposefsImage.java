package dev.layerseal.composefs;

import dev.layerseal.error.LayersealException;
import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.fsverity.FsVerityHasher;
import dev.layerseal.fsverity.FsVerityParameters;
import java.io.IOException;
import java.io.OutputStream;

/** Writes the image of a tree, and computes the fs-verity digest that stands for it. */
public final class ComposefsImage {

  private ComposefsImage() {}

  /** Writes the image of {@code tree} to {@code out}, which is flushed and stays open. */
  public static void write(ComposefsTree tree, ComposefsVersion version, OutputStream out)
      throws IOException, LayersealException {
    LayoutWriter.write(ImageLayout.plan(tree, version.of(tree)), out);
  }

  /** Writes the image and gives its digest. */
  public static FsVerityDigest write(
      ComposefsTree tree, ComposefsVersion version, FsVerityParameters parameters, OutputStream out)
      throws IOException, LayersealException {
    FsVerityHasher hasher = new FsVerityHasher(parameters);
    write(
        tree,
        version,
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            hasher.update(bytes, offset, length);
            out.write(bytes, offset, length);
          }

          @Override
          public void flush() throws IOException {
            out.flush();
          }
        });
    return hasher.finish();
  }

  /** The digest that the image of {@code tree} would have. */
  public static FsVerityDigest digest(
      ComposefsTree tree, ComposefsVersion version, FsVerityParameters parameters)
      throws IOException, LayersealException {
    return write(tree, version, parameters, OutputStream.nullOutputStream());
  }
}
