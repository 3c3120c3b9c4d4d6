package dev.layerseal.cli;

import dev.layerseal.verifier.trust.NotationFolders;
import dev.layerseal.verifier.trust.PolicyFile;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** {@code layerseal blob policy show}. */
@CommandLine.Command(
    name = "show",
    description = "Prints the trust policy for files.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal blob policy show"})
final class BlobPolicyShowCommand extends ReportCommand {

  @Override
  protected ExitCode report() throws Exception {
    NotationFolders folders = Notation.folders();
    PolicyFile.readBlob(folders);
    byte[] policy = PolicyFile.bytes(folders.blobPolicy());
    terminal().result(new String(policy, StandardCharsets.UTF_8).stripTrailing());
    return ExitCode.DONE;
  }
}
