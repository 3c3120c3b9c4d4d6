package dev.layerseal.cli;

import dev.layerseal.verifier.trust.NotationFolders;
import dev.layerseal.verifier.trust.PolicyFile;
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

  @Option(
      names = "--layerseal",
      description = "the file is a layerseal.policy.json, which stands beside notation's policy")
  boolean own;

  @Option(names = "--force", description = "replace the policy that is there without asking")
  boolean force;

  @Override
  protected ExitCode run() throws Exception {
    NotationFolders folders = Notation.folders();
    byte[] policy = PolicyFile.bytes(file.toAbsolutePath());
    if (own) {
      PolicyFile.decodeOwn(file, policy);
    } else {
      PolicyFile.decode(file, policy);
    }
    if (!Notation.mayReplace(terminal(), force, files(folders))) {
      return ExitCode.DONE;
    }
    if (own) {
      PolicyFile.writeOwn(folders, file, policy);
    } else {
      PolicyFile.write(folders, file, policy);
    }
    Path target = own ? folders.ownPolicy() : folders.policy();
    terminal().result("Successfully imported trust policy to " + target);
    return ExitCode.DONE;
  }

  private Path[] files(NotationFolders folders) {
    return own
        ? new Path[] {folders.ownPolicy()}
        : new Path[] {folders.policy(), folders.ociPolicy()};
  }
}
