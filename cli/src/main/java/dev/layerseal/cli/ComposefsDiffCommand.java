package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.layerseal.composefs.ComposefsInfo;
import dev.layerseal.composefs.ComposefsReader;
import dev.layerseal.error.LayersealException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code layerseal composefs diff}. */
@CommandLine.Command(
    name = "diff",
    description = "Shows the files that differ between two composefs images, as dumpfile lines.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit status 1: the images hold different files.",
      "",
      "Example:",
      "  layerseal composefs diff old.cfs new.cfs"
    })
final class ComposefsDiffCommand extends Command {

  @Parameters(index = "0", paramLabel = "OLD", description = "a composefs image")
  Path old = Path.of("");

  @Parameters(index = "1", paramLabel = "NEW", description = "another one")
  Path other = Path.of("");

  @Override
  protected ExitCode run() throws IOException, LayersealException {
    TreeMap<String, String> before = lines(old);
    TreeMap<String, String> after = lines(other);
    TreeSet<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(after.keySet());
    boolean differ = false;
    for (String path : paths) {
      String left = before.get(path);
      String right = after.get(path);
      if (left != null && right != null && left.equals(right)) {
        continue;
      }
      differ = true;
      if (left != null) {
        terminal().result("- " + left);
      }
      if (right != null) {
        terminal().result("+ " + right);
      }
    }
    return differ ? ExitCode.NO : ExitCode.DONE;
  }

  private static TreeMap<String, String> lines(Path image) throws IOException, LayersealException {
    ByteArrayOutputStream dump = new ByteArrayOutputStream();
    try (ComposefsReader reader = ComposefsReader.open(image)) {
      ComposefsInfo.dump(reader, Set.of(), dump);
    } catch (LayersealException e) {
      throw e.at(image.toString());
    }
    TreeMap<String, String> lines = new TreeMap<>();
    dump.toString(ISO_8859_1)
        .lines()
        .forEach(line -> lines.put(line.substring(0, line.indexOf(' ')), line));
    return lines;
  }
}
