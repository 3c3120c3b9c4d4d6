package dev.layerseal.cli;

import dev.layerseal.verifier.trust.NotationFolders;
import dev.layerseal.verifier.trust.PolicyFile;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code layerseal blob policy import}. */
@CommandLine.Command(
    name = "import",
    description = "Puts a trust policy for files in force.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal blob policy import trustpolicy.blob.json"})
final class BlobPolicyImportCommand extends Command {

  @Parameters(paramLabel = "FILE", description = "the policy, in JSON")
  Path file = Path.of("");

  @Option(names = "--force", description = "replace the policy that is there without asking")
  boolean force;

  @Override
  protected ExitCode run() throws Exception {
    NotationFolders folders = Notation.folders();
    byte[] policy = PolicyFile.bytes(file.toAbsolutePath());
    PolicyFile.checkBlob(file, policy);
    if (!Notation.mayReplace(terminal(), force, folders.blobPolicy())) {
      return ExitCode.DONE;
    }
    PolicyFile.writeBlob(folders, file, policy);
    terminal().result("Successfully imported blob trust policy to " + folders.blobPolicy());
    return ExitCode.DONE;
  }
}
