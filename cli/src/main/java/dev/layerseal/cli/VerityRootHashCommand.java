package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.verity.FileHasher;
import dev.layerseal.verity.LeafStore;
import dev.layerseal.verity.RootHash;
import dev.layerseal.verity.SpillFolder;
import dev.layerseal.verity.VerityParameters;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code layerseal verity roothash DATA}. */
@CommandLine.Command(
    name = "roothash",
    description = "Shows the root hash that veritysetup format gives, and writes nothing.",
    footer = {"", "Example:", "  layerseal verity roothash --salt=- data.img"})
final class VerityRootHashCommand extends ReportCommand {

  @Option(names = "--help", usageHelp = true, description = "show this help")
  boolean help;

  @Mixin VerityOptions verity = new VerityOptions();

  @Parameters(paramLabel = "DATA", description = "what the tree is over")
  Path data = Path.of("");

  @Override
  protected ExitCode report() throws LayersealException, IOException {
    VerityParameters parameters = verity.parameters();
    try (FileChannel in = FileChannel.open(data, StandardOpenOption.READ);
        FileHasher hasher =
            new FileHasher(parameters, LeafStore.DEFAULT_BOUND, SpillFolder.standard())) {
      long blocks = verity.blocks(parameters, in);
      RootHash root = hasher.rootHash(in, blocks, Runtime.getRuntime().availableProcessors());
      VerityReport report = new VerityReport(parameters, blocks, Optional.empty(), root);
      if (json()) {
        terminal().result(report.json());
      } else if (verity.salt == null) {
        report.print(terminal());
      } else {
        terminal().result(report.rootHash().toString());
      }
    }
    return ExitCode.DONE;
  }
}
