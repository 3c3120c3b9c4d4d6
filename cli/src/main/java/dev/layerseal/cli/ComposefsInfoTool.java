package dev.layerseal.cli;

import dev.layerseal.composefs.ComposefsInfo;
import dev.layerseal.composefs.ComposefsReader;
import dev.layerseal.composefs.ObjectStore;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.fsverity.FsVerityHasher;
import dev.layerseal.fsverity.FsVerityParameters;
import dev.layerseal.tree.FileName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** layerseal called as {@code composefs-info}: that tool's options, output and exit status. */
final class ComposefsInfoTool {

  static final String NAME = "composefs-info";

  private static final List<String> OPTIONS = List.of("basedir=", "filter=");
  private static final Set<String> COMMANDS =
      Set.of("ls", "objects", "dump", "missing-objects", "measure-file");
  private static final String USAGE =
      "usage: composefs-info [--basedir=path] [ls|objects|dump|missing-objects|measure-file]"
          + " IMAGES...\n";

  private final Terminal terminal;

  ComposefsInfoTool(Terminal terminal) {
    this.terminal = terminal;
  }

  int run(String... arguments) {
    try {
      LongOptions options = LongOptions.parse(OPTIONS, arguments);
      List<String> operands = options.operands();
      if (operands.isEmpty()) {
        return usage("No command specified");
      }
      String command = operands.get(0);
      if (!COMMANDS.contains(command)) {
        return fail("Unknown command '" + command + "'\n");
      }
      boolean measure = command.equals("measure-file");
      if (operands.size() == 1) {
        return usage(measure ? "No files specified" : "No image path specified");
      }
      if (!measure) {
        checkBase(options);
      }
      run(command, operands.subList(1, operands.size()), options);
      return 0;
    } catch (LongOptions.UnknownOption e) {
      terminal.resultStream().print("Def\n"); // The tool prints this.
      return usage(NAME + ": " + e.getMessage());
    } catch (LayersealException e) {
      return fail(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return fail(Terminal.ioMessage(e));
    }
  }

  private int usage(String message) {
    terminal.messageStream().println(message);
    terminal.messageStream().print(USAGE);
    return 1;
  }

  private int fail(String message) {
    terminal.messageStream().println(NAME + ": " + message);
    return 1;
  }

  private void run(String command, List<String> files, LongOptions options)
      throws IOException, LayersealException {
    Predicate<FileName> filter = filter(options.all("filter"));
    switch (command) {
      case "measure-file" -> measure(files);
      case "dump", "ls" -> show(command.equals("dump"), files, filter);
      default -> objects(command.equals("missing-objects"), files, filter, options);
    }
  }

  /** The base folder has to be there even where nobody looks into it. */
  private static void checkBase(LongOptions options) throws IOException {
    Optional<String> base = options.value("basedir");
    if (base.isPresent() && (base.get().isEmpty() || !Files.isDirectory(Path.of(base.get())))) {
      throw new IOException("Can't open basedir `" + base.get() + "`: No such file or directory");
    }
  }

  /** Names in the root; one that no file can have is asked for in vain. */
  private static Predicate<FileName> filter(List<String> names) throws FormatException {
    Set<FileName> wanted = new HashSet<>();
    for (String name : names) {
      if (name.contains("/")) {
        throw new FormatException("Filter must be a single name: " + name);
      }
      try {
        wanted.add(FileName.of(name));
      } catch (FormatException e) {
        // No file has such a name, and nothing is shown for it.
      }
    }
    return name -> names.isEmpty() || wanted.contains(name);
  }

  private void measure(List<String> files) throws IOException {
    for (String file : files) {
      try (InputStream in = Files.newInputStream(Path.of(file))) {
        terminal.resultStream().print(FsVerityHasher.digest(FsVerityParameters.SHA256, in) + "\n");
      }
    }
  }

  private void show(boolean dump, List<String> files, Predicate<FileName> filter)
      throws IOException, LayersealException {
    OutputStream out = terminal.resultStream();
    for (String file : files) {
      try (ComposefsReader image = open(file)) {
        if (dump) {
          ComposefsInfo.dump(image, filter, out);
        } else {
          ComposefsInfo.list(image, filter, out);
        }
      }
    }
  }

  private void objects(
      boolean missing, List<String> files, Predicate<FileName> filter, LongOptions options)
      throws IOException, LayersealException {
    NavigableSet<byte[]> objects = ComposefsInfo.paths();
    for (String file : files) {
      try (ComposefsReader image = open(file)) {
        ComposefsInfo.objects(image, filter, objects);
      }
    }
    Optional<Path> base = options.value("basedir").map(Path::of);
    for (byte[] object : objects) {
      if (!missing || base.isEmpty() || !ObjectStore.has(base.get(), object)) {
        terminal.resultStream().write(object);
        terminal.resultStream().write('\n');
      }
    }
  }

  private static ComposefsReader open(String file) throws IOException, LayersealException {
    try {
      return ComposefsReader.open(Path.of(file));
    } catch (LayersealException e) {
      throw e.at(file);
    }
  }
}
