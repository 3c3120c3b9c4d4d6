package dev.layerseal.cli;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * What all commands have in common: the options that every command takes, and the terminal. A
 * command reads its options, calls the library and prints; it throws what went wrong, and {@link
 * Main} turns that into a message and an exit status.
 */
abstract class Command implements Callable<ExitCode> {

  @Mixin CommonOptions common = new CommonOptions();

  @Spec private CommandSpec ownSpec = CommandSpec.create();

  private Terminal terminal = Terminal.system();

  void terminal(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Where to print. */
  protected final Terminal terminal() {
    return terminal;
  }

  /** Whether {@code -o json} was given. */
  protected final boolean json() {
    return common.output == CommonOptions.Format.JSON;
  }

  /** What {@code -o} may ask of this command; those without a report have their text alone. */
  protected Set<CommonOptions.Format> formats() {
    return EnumSet.of(CommonOptions.Format.TEXT);
  }

  /** Does the work. */
  protected abstract ExitCode run() throws Exception;

  @Override
  public final ExitCode call() throws Exception {
    terminal.quiet(common.quiet);
    terminal.verbose(common.verbose);
    if (ownSpec.commandLine().getParseResult().hasMatchedOption("--password")) {
      terminal.warning("--password: others on this machine can see it, unlike --password-stdin");
    }
    if (!formats().contains(common.output)) {
      throw new ParameterException(
          ownSpec.commandLine(), "--output " + common.output + ": not of this command");
    }
    return run();
  }
}
