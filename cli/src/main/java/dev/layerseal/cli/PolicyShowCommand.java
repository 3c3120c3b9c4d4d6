package dev.layerseal.cli;

import dev.layerseal.verifier.trust.NotationFolders;
import dev.layerseal.verifier.trust.PolicyFile;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** {@code layerseal policy show}. */
@CommandLine.Command(
    name = "show",
    description = "Prints the trust policy in force.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal policy show"})
final class PolicyShowCommand extends Command {

  @Override
  protected ExitCode run() throws Exception {
    NotationFolders folders = Notation.folders();
    PolicyFile policy = PolicyFile.read(folders);
    policy.warning().ifPresent(terminal()::warning);
    String text = new String(PolicyFile.bytes(policy.file()), StandardCharsets.UTF_8);
    terminal().result(text.stripTrailing());
    return ExitCode.DONE;
  }
}
