package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * The command line. Commands are made only when asked for by name: start-up time is part of the
 * product.
 */
public final class Main {

  /** Every command, in the order in which help lists them. */
  private static final Map<String, Supplier<Command>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("demo", DemoCommand::new);
    COMMANDS.put("sign", SignCommand::new);
    COMMANDS.put("verify", VerifyCommand::new);
    COMMANDS.put("audit", AuditCommand::new);
    COMMANDS.put("list", ListCommand::new);
    COMMANDS.put("copy", CopyCommand::new);
    COMMANDS.put("prune", PruneCommand::new);
    COMMANDS.put("inspect", InspectCommand::new);
    COMMANDS.put("roothash", RootHashCommand::new);
    COMMANDS.put("explain", ExplainCommand::new);
    COMMANDS.put("bundle", BundleCommand::new);
    COMMANDS.put("convert", ConvertCommand::new);
    COMMANDS.put("erofs", ErofsCommand::new);
    COMMANDS.put("verity", VerityCommand::new);
    COMMANDS.put("composefs", ComposefsCommand::new);
    COMMANDS.put("key", KeyCommand::new);
    COMMANDS.put("cert", CertCommand::new);
    COMMANDS.put("policy", PolicyCommand::new);
    COMMANDS.put("plugin", PluginCommand::new);
    COMMANDS.put("blob", BlobCommand::new);
    COMMANDS.put("login", LoginCommand::new);
    COMMANDS.put("logout", LogoutCommand::new);
    COMMANDS.put("version", VersionCommand::new);
    COMMANDS.put("completion", CompletionCommand::new);
  }

  private final Terminal terminal;

  Main(Terminal terminal) {
    this.terminal = terminal;
  }

  public static void main(String[] arguments) {
    HashWarmUp.startFor(arguments);
    Terminal terminal = Terminal.system();
    int status = new Main(terminal).runAs(System.getProperty("layerseal.name", ""), arguments);
    terminal.flush();
    endThreads();
    // Not a plain return: libraries leave threads behind that would keep the process alive.
    System.exit(status);
  }

  /**
   * Asks what libraries left running to end. The virtual machine waits up to 300 ms at its end for
   * threads that are in a call of the system, and that of an HTTP client always is.
   */
  static void endThreads() {
    Thread[] threads = new Thread[Thread.activeCount() + 8];
    int count = Thread.enumerate(threads);
    for (int i = 0; i < count; i++) {
      if (threads[i].isDaemon() && threads[i] != Thread.currentThread()) {
        threads[i].interrupt();
      }
    }
  }

  /** Runs as the tool whose name the launcher was called by. */
  int runAs(String name, String... arguments) {
    return switch (name) {
      case MkcomposefsTool.NAME -> new MkcomposefsTool(terminal).run(arguments);
      case NotationPlugin.NAME -> new NotationPlugin(System.in, terminal).run(arguments);
      case ComposefsInfoTool.NAME -> new ComposefsInfoTool(terminal).run(arguments);
      default -> run(arguments);
    };
  }

  /** Runs one command line and gives its exit status. */
  int run(String... arguments) {
    if (arguments.length > 0 && arguments[0].equals("warm-up")) {
      return WarmUp.run();
    }
    try {
      return commandLine(arguments).execute(arguments);
    } catch (StackOverflowError | OutOfMemoryError e) {
      return terminal.failure(e).status();
    }
  }

  /** The parser for these arguments; without a known command in them, with all commands. */
  CommandLine commandLine(String... arguments) {
    CommandLine root = new CommandLine(new RootCommand());
    Supplier<Command> named = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
    if (named != null) {
      add(root, arguments[0], named.get());
    } else if (List.of("--help").equals(List.of(arguments))) {
      COMMANDS.forEach((name, supplier) -> summarize(root, name, supplier.get()));
    } else {
      COMMANDS.forEach((name, supplier) -> add(root, name, supplier.get()));
    }
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setAbbreviatedOptionsAllowed(false);
    root.setUsageHelpAutoWidth(true);
    root.setOut(new PrintWriter(terminal.resultStream(), true, UTF_8));
    root.setErr(new PrintWriter(terminal.messageStream(), true, UTF_8));
    root.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.colours() ? Ansi.ON : Ansi.OFF));
    ParserHandlers handlers = new ParserHandlers(terminal);
    root.setExitCodeExceptionMapper(handlers);
    root.setExecutionExceptionHandler(handlers);
    root.setParameterExceptionHandler(handlers);
    root.setExecutionStrategy(handlers);
    return root;
  }

  private void add(CommandLine root, String name, Command command) {
    CommandLine line = new CommandLine(command);
    give(line);
    root.addSubcommand(name, line);
  }

  /** Adds what the list of commands says of one, without reading its options: that takes long. */
  private static void summarize(CommandLine root, String name, Command command) {
    CommandLine.Command declared =
        Objects.requireNonNull(command.getClass().getAnnotation(CommandLine.Command.class));
    CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();
    spec.usageMessage().description(declared.description());
    root.addSubcommand(name, new CommandLine(spec), declared.aliases());
  }

  private void give(CommandLine line) {
    if (line.getCommand() instanceof Command command) {
      command.terminal(terminal);
    }
    line.getSubcommands().values().forEach(this::give);
  }

  /** The names of all commands, for tests and completion. */
  static Iterable<String> commandNames() {
    return Arrays.asList(COMMANDS.keySet().toArray(new String[0]));
  }
}
