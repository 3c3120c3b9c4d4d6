package dev.layerseal.cli;

import dev.layerseal.verifier.trust.NotationFolders;
import dev.layerseal.verifier.trust.PolicyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code layerseal policy import}. */
@CommandLine.Command(
    name = "import",
    description = "Puts a trust policy in force, for every version of notation alike.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal policy import trustpolicy.json"})
final class PolicyImportCommand extends Command {

  @Parameters(paramLabel = "FILE", description = "the policy, in JSON")
  Path file = Path.of("");

  @Option(names = "--force", description = "replace the policy that is there without asking")
  boolean force;

  @Override
  protected ExitCode run() throws Exception {
    NotationFolders folders = Notation.folders();
    byte[] policy = PolicyFile.bytes(file.toAbsolutePath());
    PolicyFile.decode(file, policy);
    boolean present = Files.exists(folders.policy()) || Files.exists(folders.ociPolicy());
    if (present
        && !force
        && !Notation.agrees(
            terminal(), "Existing trust policy found, do you want to overwrite it?")) {
      terminal().note("nothing was changed");
      return ExitCode.DONE;
    }
    PolicyFile.write(folders, file, policy);
    terminal().result("Successfully imported trust policy to " + folders.policy());
    return ExitCode.DONE;
  }
}
