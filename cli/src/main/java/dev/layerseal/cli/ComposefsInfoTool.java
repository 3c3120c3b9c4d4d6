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
import java.util.Set;

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
      if (operands.size() == 1) {
        return usage("No image path specified");
      }
      run(command, operands.subList(1, operands.size()), options);
      return 0;
    } catch (LongOptions.UnknownOption e) {
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
    Set<FileName> filter = new HashSet<>();
    for (String name : options.all("filter")) {
      try {
        filter.add(FileName.of(name));
      } catch (FormatException e) {
        throw new FormatException("Filter must be a single name: " + name);
      }
    }
    switch (command) {
      case "measure-file" -> measure(files);
      case "dump", "ls" -> show(command.equals("dump"), files, filter);
      default -> objects(command.equals("missing-objects"), files, filter, options);
    }
  }

  private void measure(List<String> files) throws IOException {
    for (String file : files) {
      try (InputStream in = Files.newInputStream(Path.of(file))) {
        terminal.resultStream().print(FsVerityHasher.digest(FsVerityParameters.SHA256, in) + "\n");
      }
    }
  }

  private void show(boolean dump, List<String> files, Set<FileName> filter)
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
      boolean missing, List<String> files, Set<FileName> filter, LongOptions options)
      throws IOException, LayersealException {
    Path base = Path.of(options.value("basedir").orElse("."));
    if (options.has("basedir") && !Files.isDirectory(base)) {
      throw new IOException("Can't open basedir `" + base + "`: No such file or directory");
    }
    NavigableSet<byte[]> objects = ComposefsInfo.paths();
    for (String file : files) {
      try (ComposefsReader image = open(file)) {
        ComposefsInfo.objects(image, filter, objects);
      }
    }
    for (byte[] object : objects) {
      if (!missing || !ObjectStore.has(base, object)) {
        terminal.resultStream().print(ComposefsInfo.printable(object) + "\n");
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
