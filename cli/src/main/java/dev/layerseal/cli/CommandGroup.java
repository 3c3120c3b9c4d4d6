package dev.layerseal.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only has commands below it, such as {@code erofs}. */
abstract class CommandGroup extends Command {

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  protected final ExitCode run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
