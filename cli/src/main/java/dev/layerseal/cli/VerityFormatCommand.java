package dev.layerseal.cli;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.verity.FileHasher;
import dev.layerseal.verity.HashArea;
import dev.layerseal.verity.LeafStore;
import dev.layerseal.verity.RootHash;
import dev.layerseal.verity.SpillFolder;
import dev.layerseal.verity.VerityParameters;
import dev.layerseal.verity.VeritySuperblock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code layerseal verity format DATA HASHFILE}. */
@CommandLine.Command(
    name = "format",
    description = "Writes a hash tree, as veritysetup format does.",
    footer = {
      "",
      "Example:",
      "  layerseal verity format --salt=- data.img data.verity",
      "  layerseal verity format --hash-offset=$(stat -c %s data.img) data.img data.img"
    })
final class VerityFormatCommand extends ReportCommand {

  @Option(names = "--help", usageHelp = true, description = "show this help")
  boolean help;

  @Mixin VerityOptions verity = new VerityOptions();

  @Mixin HashAreaOptions place = new HashAreaOptions();

  @Option(names = "--uuid", paramLabel = "UUID", description = "UUID of the superblock")
  @Nullable UUID uuid;

  @Option(
      names = "--root-hash-file",
      paramLabel = "FILE",
      description = "write the root hash to FILE too")
  @Nullable Path rootHashFile;

  @Parameters(index = "0", paramLabel = "DATA", description = "what the tree is over")
  Path data = Path.of("");

  @Parameters(index = "1", paramLabel = "HASHFILE", description = "where the tree is written")
  Path hashFile = Path.of("");

  @Override
  protected ExitCode report() throws LayersealException, IOException {
    VerityParameters parameters = verity.parameters();
    HashArea area = place.area();
    VerityReport report;
    try (FileChannel in = FileChannel.open(data, StandardOpenOption.READ);
        FileHasher hasher =
            new FileHasher(parameters, LeafStore.DEFAULT_BOUND, SpillFolder.standard())) {
      long blocks = verity.blocks(parameters, in);
      refuseOverlap(area, blocks << parameters.dataBlockSize().bits());
      UUID id = uuid == null ? UUID.randomUUID() : uuid;
      VeritySuperblock superblock = new VeritySuperblock(parameters, id, blocks);
      var leaves = hasher.hash(in, blocks, Runtime.getRuntime().availableProcessors());
      RootHash root;
      try (FileChannel out =
          FileChannel.open(hashFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        root = area.write(out, superblock, leaves);
      }
      report =
          new VerityReport(
              parameters, blocks, place.noSuperblock ? Optional.empty() : Optional.of(id), root);
    }
    if (rootHashFile != null) {
      Files.writeString(rootHashFile, report.rootHash().toString());
    }
    tell(report);
    return ExitCode.DONE;
  }

  private void tell(VerityReport report) {
    if (report.parameters().dataBlockSize().bytes() > 4096) {
      terminal()
          .warning("kernels do not open data blocks that are larger than a page, mostly 4096");
    }
    if (json()) {
      terminal().result(report.json());
    } else {
      report.print(terminal());
    }
  }

  private void refuseOverlap(HashArea area, long dataLength) throws FormatException, IOException {
    boolean same = Files.exists(hashFile) && Files.isSameFile(data, hashFile);
    if (same && area.offset() < dataLength) {
      throw new FormatException(
          "the hash area at %d overlaps the data, which ends at %d"
              .formatted(area.offset(), dataLength));
    }
  }
}
