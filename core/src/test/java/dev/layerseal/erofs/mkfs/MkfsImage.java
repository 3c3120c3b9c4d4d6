package dev.layerseal.erofs.mkfs;

import dev.layerseal.error.LayersealException;
import dev.layerseal.tar.TarWarning;
import dev.layerseal.verity.SpillFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What layerseal makes of a layer, whole: the image and the warnings. */
public record MkfsImage(byte[] bytes, List<TarWarning> warnings) {

  private static final int PIECE = 1 << 16;

  public static MkfsImage of(MkfsOptions options, byte[] tar)
      throws LayersealException, IOException {
    return of(options, tar, PIECE);
  }

  /** The image with other attributes of files. */
  public static MkfsImage of(MkfsOptions options, FileAttributes attributes, byte[] tar)
      throws LayersealException, IOException {
    return of(options, attributes, tar, PIECE);
  }

  /** The image of an archive that is pushed in pieces of {@code piece} bytes. */
  public static MkfsImage of(MkfsOptions options, byte[] tar, int piece)
      throws LayersealException, IOException {
    return of(options, FileAttributes.OF_LAYER, tar, piece);
  }

  /** The same with other attributes of files. */
  public static MkfsImage of(MkfsOptions options, FileAttributes attributes, byte[] tar, int piece)
      throws LayersealException, IOException {
    if (!options.tarIndex()) {
      return full(options, attributes, tar, piece);
    }
    TarIndexBuilder builder = new TarIndexBuilder(options);
    for (int i = 0; i < tar.length; i += piece) {
      builder.update(tar, i, Math.min(piece, tar.length - i));
    }
    TarIndex index = builder.finish(MkfsRun.UUID);
    return new MkfsImage(index.metadata(), index.warnings());
  }

  private static MkfsImage full(
      MkfsOptions options, FileAttributes attributes, byte[] tar, int piece)
      throws LayersealException, IOException {
    if (options.placesContentAtOnce()) {
      return placed(options, attributes, tar, piece);
    }
    Path folder = Files.createTempDirectory("layerseal-test");
    try (ContentSpool spool = new ContentSpool(new SpillFolder(folder).open("spool"))) {
      ImageBuilder builder = new ImageBuilder(options, attributes, spool);
      for (int i = 0; i < tar.length; i += piece) {
        builder.update(tar, i, Math.min(piece, tar.length - i));
      }
      ImagePlan plan = builder.finish(MkfsRun.UUID, spool);
      ByteArrayOutputStream image = new ByteArrayOutputStream();
      ImageWriter.write(plan, spool, Channels.newChannel(image));
      return new MkfsImage(image.toByteArray(), plan.warnings());
    } finally {
      Files.delete(folder);
    }
  }

  private static MkfsImage placed(
      MkfsOptions options, FileAttributes attributes, byte[] tar, int piece)
      throws LayersealException, IOException {
    Path file = Files.createTempFile("layerseal-test", ".erofs");
    try (FileChannel image = FileChannel.open(file, StandardOpenOption.WRITE)) {
      PlacedContent content = new PlacedContent(image, options.blockSize());
      ImageBuilder builder = new ImageBuilder(options, attributes, content);
      for (int i = 0; i < tar.length; i += piece) {
        builder.update(tar, i, Math.min(piece, tar.length - i));
      }
      ImagePlan plan = builder.finish(MkfsRun.UUID, FileSource.NONE);
      content.finish(plan);
      return new MkfsImage(Files.readAllBytes(file), plan.warnings());
    } finally {
      Files.delete(file);
    }
  }

  /** The image of a folder. */
  public static MkfsImage ofFolder(MkfsOptions options, FileAttributes attributes, Path source)
      throws LayersealException, IOException {
    FolderImageBuilder builder = new FolderImageBuilder(options, attributes);
    ImagePlan plan = builder.build(source, MkfsRun.UUID);
    ByteArrayOutputStream image = new ByteArrayOutputStream();
    ImageWriter.write(plan, builder.files(), Channels.newChannel(image));
    return new MkfsImage(image.toByteArray(), plan.warnings());
  }

  /** Whether the reference tool's own image of this layer depends on freed memory. */
  public boolean undefined() {
    return warnings.stream().anyMatch(w -> w.kind() == TarWarning.Kind.FREED_DIRECTORY);
  }
}
