package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.error.LayersealException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One layer as an image of every form that layerseal writes. */
public final class OwnImages {

  private static final List<String> COMPRESSIONS =
      List.of("lz4", "lz4hc,3", "lz4hc,12", "zstd", "zstd,9");

  private OwnImages() {}

  public static List<byte[]> of(byte[] tar) throws LayersealException, IOException {
    List<byte[]> images = new ArrayList<>();
    for (MkfsOptions options : options()) {
      byte[] image = MkfsImage.of(options, tar).bytes();
      images.add(options.tarIndex() ? joined(image, tar) : image);
    }
    Path folder = Files.createTempDirectory("own-images");
    Path layer = Files.write(folder.resolve("layer.tar"), tar);
    for (CompressedRun run : compressed(folder)) {
      Path image = run.build(layer, 1);
      images.add(Files.readAllBytes(image));
      Files.delete(image);
    }
    Files.delete(layer);
    Files.delete(folder);
    return images;
  }

  private static List<MkfsOptions> options() {
    List<MkfsOptions> all = new ArrayList<>(Comparison.recipes());
    for (ErofsUtils version : ErofsUtils.values()) {
      all.add(MkfsOptions.full(version).withInlineData());
      all.add(MkfsOptions.full(version).withBlockSize(BlockSize.B512).withInlineData());
    }
    return all;
  }

  private static List<CompressedRun> compressed(Path folder) {
    List<CompressedRun> runs = new ArrayList<>();
    for (int size : new int[] {4096, 65536}) {
      for (String text : COMPRESSIONS) {
        Compression compression = Compression.parse(text).withClusterSize(size);
        runs.add(new CompressedRun(compression, ErofsUtils.V1_9, folder));
        runs.add(new CompressedRun(compression, ErofsUtils.V1_8, folder, true));
      }
      Compression legacy = Compression.parse("lz4").withClusterSize(size).withLegacy();
      runs.add(new CompressedRun(legacy, ErofsUtils.V1_8, folder));
      runs.add(new CompressedRun(legacy, ErofsUtils.V1_9, folder));
    }
    return runs;
  }

  private static byte[] joined(byte[] index, byte[] tar) {
    ByteArrayOutputStream image = new ByteArrayOutputStream();
    image.writeBytes(index);
    image.writeBytes(tar);
    return image.toByteArray();
  }
}
