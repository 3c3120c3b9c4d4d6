package dev.layerseal.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code layerseal completion}. */
@CommandLine.Command(
    name = "completion",
    description = "Writes a completion script for bash or zsh.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal completion bash > layerseal.bash"})
final class CompletionCommand extends Command {

  /** Shells that understand the script. */
  enum Shell {
    BASH,
    ZSH
  }

  @Parameters(paramLabel = "SHELL", description = "bash or zsh (the same script serves both)")
  Shell shell = Shell.BASH;

  @Override
  protected ExitCode run() {
    CommandLine all = new Main(terminal()).commandLine();
    terminal().resultStream().print(AutoComplete.bash("layerseal", all));
    return ExitCode.DONE;
  }
}
