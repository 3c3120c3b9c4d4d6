package dev.layerseal.seal;

import dev.layerseal.bytes.Uuid;
import dev.layerseal.erofs.mkfs.FolderImageBuilder;
import dev.layerseal.erofs.mkfs.ImagePlan;
import dev.layerseal.erofs.mkfs.ImageWriter;
import dev.layerseal.error.LayersealException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes the image of a folder, as {@code mkfs.erofs IMAGE FOLDER} does. */
public final class FolderImage {

  private final Path folder;
  private final FullImageShape shape;

  /**
   * @param shape of a sorted image; bounds the memory too
   */
  public FolderImage(Path folder, FullImageShape shape) {
    this.folder = folder;
    this.shape = shape;
  }

  /**
   * Writes the image. The file appears when it is complete.
   *
   * @return its length in bytes
   */
  public long write(Path image, Uuid uuid) throws LayersealException, IOException {
    FolderImageBuilder builder = new FolderImageBuilder(shape.options(), shape.attributes());
    ImagePlan plan = builder.build(folder, uuid);
    return AtomicFile.write(
        image,
        file -> {
          try (FileChannel target = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ImageWriter.write(plan, builder.files(), target);
          }
          return plan.imageLength();
        });
  }
}
