package dev.layerseal.cli;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.verity.HashArea;
import dev.layerseal.verity.RootHash;
import dev.layerseal.verity.TreeVerifier;
import dev.layerseal.verity.VerityParameters;
import dev.layerseal.verity.VeritySuperblock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code layerseal verity verify DATA HASHFILE ROOT}. */
@CommandLine.Command(
    name = "verify",
    description = {
      "Checks data and hash tree against a root hash, as veritysetup verify does.",
      "With a superblock its parameters count, and those of the command line do not."
    },
    footer = {"", "Example:", "  layerseal verity verify data.img data.verity 0dcd29977f67.."})
final class VerityVerifyCommand extends ReportCommand {

  private static final int MAX_ROOT_HASH_FILE = 4096;

  @Spec CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Option(names = "--help", usageHelp = true, description = "show this help")
  boolean help;

  @Mixin VerityOptions verity = new VerityOptions();

  @Mixin HashAreaOptions place = new HashAreaOptions();

  @Option(
      names = "--root-hash-file",
      paramLabel = "FILE",
      description = "file that holds the root hash")
  @Nullable Path rootHashFile;

  @Parameters(index = "0", paramLabel = "DATA", description = "what the tree is over")
  Path data = Path.of("");

  @Parameters(index = "1", paramLabel = "HASHFILE", description = "where the tree is")
  Path hashFile = Path.of("");

  @Parameters(index = "2", arity = "0..1", paramLabel = "ROOT", description = "the root hash")
  @Nullable String rootHash;

  @Override
  protected ExitCode report() throws LayersealException, IOException {
    RootHash root = root();
    HashArea area = place.area();
    try (FileChannel in = FileChannel.open(data, StandardOpenOption.READ);
        FileChannel tree = FileChannel.open(hashFile, StandardOpenOption.READ)) {
      VerityReport report = place.noSuperblock ? given(in, root) : stored(area, tree, root);
      long start = area.treeOffset(report.parameters());
      TreeVerifier.verify(report.parameters(), report.dataBlocks(), in, tree, start, root);
      terminal().result(json() ? report.json() : "verified " + root);
    }
    return ExitCode.DONE;
  }

  private static VerityReport stored(HashArea area, FileChannel tree, RootHash root)
      throws LayersealException, IOException {
    VeritySuperblock superblock = area.readSuperblock(tree);
    return new VerityReport(
        superblock.parameters(), superblock.dataBlocks(), Optional.of(superblock.uuid()), root);
  }

  private VerityReport given(FileChannel in, RootHash root) throws LayersealException, IOException {
    if (verity.salt == null) {
      throw new ParameterException(spec.commandLine(), "without a superblock --salt is needed");
    }
    VerityParameters parameters = verity.parameters();
    return new VerityReport(parameters, verity.blocks(parameters, in), Optional.empty(), root);
  }

  private RootHash root() throws FormatException, IOException {
    if ((rootHash == null) == (rootHashFile == null)) {
      throw new ParameterException(
          spec.commandLine(), "one of ROOT and --root-hash-file is needed");
    }
    return RootHash.parse(text().toLowerCase(Locale.ROOT));
  }

  private String text() throws FormatException, IOException {
    if (rootHashFile == null) {
      return String.valueOf(rootHash);
    }
    if (Files.size(rootHashFile) > MAX_ROOT_HASH_FILE) {
      throw new FormatException(rootHashFile + ": too long for a root hash");
    }
    return Files.readString(rootHashFile, java.nio.charset.StandardCharsets.ISO_8859_1).strip();
  }
}
