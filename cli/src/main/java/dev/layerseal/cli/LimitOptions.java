package dev.layerseal.cli;

import dev.layerseal.compress.SizeLimits;
import dev.layerseal.seal.ConversionListener;
import dev.layerseal.seal.ImageConverter;
import dev.layerseal.seal.LayerConverter;
import dev.layerseal.verity.SpillFolder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What reading layers may use. */
final class LimitOptions {

  @Option(
      names = "--max-layer-size",
      paramLabel = "SIZE",
      defaultValue = "64GiB",
      converter = ByteSizeConverter.class,
      description = "largest uncompressed layer (default: 64GiB)")
  long maxLayerSize = 64L << 30;

  @Option(
      names = "--max-ratio",
      paramLabel = "NUMBER",
      defaultValue = "1100",
      description = "most that a layer may grow when it is decompressed (default: 1100)")
  long maxRatio = 1100;

  @Option(
      names = "--temp-dir",
      paramLabel = "DIR",
      description = "folder for temporary files (default: that of Java)")
  @Nullable Path tempDir;

  /** What a conversion may use: three quarters of the heap, which the launcher sizes. */
  LayerConverter.Settings settings(ConversionListener listener) {
    SpillFolder folder = tempDir == null ? SpillFolder.standard() : new SpillFolder(tempDir);
    long heap = Runtime.getRuntime().maxMemory();
    return new LayerConverter.Settings(
        new SizeLimits(maxLayerSize, maxRatio), heap - heap / 4, folder, listener);
  }

  /** How many layers are converted at a time. */
  int threads() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** Converts the layers of images within these limits. */
  ImageConverter converter(ConversionListener listener) {
    return new ImageConverter(settings(listener), threads());
  }
}
