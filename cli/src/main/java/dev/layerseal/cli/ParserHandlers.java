package dev.layerseal.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * What becomes of a command line: exit statuses and messages. One class and no lambdas, because
 * class files as old as picocli's keep those out of the archive that a start reads.
 */
final class ParserHandlers
    implements CommandLine.IExecutionStrategy,
        CommandLine.IExecutionExceptionHandler,
        CommandLine.IExitCodeExceptionMapper,
        CommandLine.IParameterExceptionHandler {

  private final Terminal terminal;

  ParserHandlers(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int execute(ParseResult result) {
    int status = new CommandLine.RunLast().execute(result);
    Object value = last(result);
    return value instanceof ExitCode code ? code.status() : status;
  }

  private static Object last(ParseResult result) {
    ParseResult deepest = result;
    while (deepest.hasSubcommand()) {
      deepest = deepest.subcommand();
    }
    return deepest.commandSpec().commandLine().getExecutionResult();
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine line, ParseResult result) {
    return terminal.failure(failure).status();
  }

  @Override
  public int getExitCode(Throwable failure) {
    return ExitCode.of(failure).status();
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    terminal.error(lowerFirst(String.valueOf(failure.getMessage())), null);
    terminal.hint("see '" + command + " --help'");
    return ExitCode.USAGE.status();
  }

  private static String lowerFirst(String text) {
    return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }
}
