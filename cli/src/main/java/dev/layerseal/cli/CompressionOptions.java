package dev.layerseal.cli;

import dev.layerseal.erofs.mkfs.Compression;
import dev.layerseal.error.FormatException;
import dev.layerseal.recipe.Recipe;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How the content of complete images is compressed. */
final class CompressionOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--compress",
      paramLabel = "ALGORITHM[,LEVEL]",
      description = "lz4, lz4hc (1 to 12) or zstd (-1 to 22), in complete images")
  @Nullable String compress;

  @Option(
      names = "--pcluster",
      paramLabel = "BYTES",
      description = "largest physical cluster: a multiple of 4096 up to 1048576")
  @Nullable Integer pcluster;

  @Option(
      names = "--legacy",
      description = "full indexes; with --erofs-utils 1.8 the format before Linux 5.4")
  boolean legacy;

  @Option(
      names = "--clean-gaps",
      description = "zeros between inodes, where mkfs.erofs leaves bytes of files")
  boolean cleanGaps;

  Recipe applyTo(Recipe recipe) throws FormatException {
    Optional<Compression> given =
        given(
            recipe.compression(),
            recipe.compression().map(Compression::clusterSize).orElse(Compression.BLOCK));
    return given.isPresent() ? recipe.withCompression(given.get()) : recipe;
  }

  /**
   * What was asked for; nothing when content is not compressed.
   *
   * @param usualCluster bytes of a physical cluster unless the user says how many
   */
  Optional<Compression> given(int usualCluster) {
    return given(Optional.empty(), usualCluster);
  }

  private Optional<Compression> given(Optional<Compression> before, int usualCluster) {
    try {
      Optional<Compression> base =
          compress == null
              ? before
              : Optional.of(Compression.parse(compress).withClusterSize(usualCluster));
      if (base.isEmpty() && (pcluster != null || legacy || cleanGaps)) {
        throw new IllegalArgumentException("nothing is compressed: --compress is missing");
      }
      return base.map(this::change);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private Compression change(Compression compression) {
    Compression sized = pcluster == null ? compression : compression.withClusterSize(pcluster);
    Compression indexed = legacy ? sized.withLegacy() : sized;
    return cleanGaps ? indexed.withCleanGaps() : indexed;
  }
}
