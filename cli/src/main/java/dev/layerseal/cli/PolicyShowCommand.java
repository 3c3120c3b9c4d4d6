package dev.layerseal.cli;

import dev.layerseal.error.FormatException;
import dev.layerseal.verifier.trust.NotationFolders;
import dev.layerseal.verifier.trust.PolicyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code layerseal policy show}. */
@CommandLine.Command(
    name = "show",
    description = "Prints the trust policy in force.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal policy show"})
final class PolicyShowCommand extends ReportCommand {

  @Option(names = "--layerseal", description = "the layerseal.policy.json beside notation's")
  boolean own;

  @Override
  protected ExitCode report() throws Exception {
    NotationFolders folders = Notation.folders();
    if (own) {
      print(folders.ownPolicy());
      return ExitCode.DONE;
    }
    PolicyFile policy = PolicyFile.read(folders);
    policy.warning().ifPresent(terminal()::warning);
    print(policy.file());
    return ExitCode.DONE;
  }

  private void print(Path file) throws FormatException, IOException {
    String text = new String(PolicyFile.bytes(file), StandardCharsets.UTF_8);
    terminal().result(text.stripTrailing());
  }
}
