package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.layerseal.composefs.ComposefsInfo;
import dev.layerseal.composefs.ComposefsReader;
import dev.layerseal.error.LayersealException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
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
final class ComposefsDiffCommand extends ReportCommand {

  @Parameters(index = "0", paramLabel = "OLD", description = "a composefs image")
  Path old = Path.of("");

  @Parameters(index = "1", paramLabel = "NEW", description = "another one")
  Path other = Path.of("");

  /** A path that the images do not agree about; null where it is not there. */
  private record Difference(String path, @Nullable String old, @Nullable String other) {}

  @Override
  protected ExitCode report() throws IOException, LayersealException {
    List<Difference> differences = differences(lines(old), lines(other));
    if (json()) {
      terminal().result(JsonWriter.pretty(report(differences)));
    } else {
      differences.forEach(this::print);
    }
    return differences.isEmpty() ? ExitCode.DONE : ExitCode.NO;
  }

  private static List<Difference> differences(
      TreeMap<String, String> before, TreeMap<String, String> after) {
    TreeSet<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(after.keySet());
    return paths.stream()
        .map(path -> new Difference(path, before.get(path), after.get(path)))
        .filter(difference -> !Objects.equals(difference.old(), difference.other()))
        .toList();
  }

  private void print(Difference difference) {
    if (difference.old() != null) {
      terminal().result("- " + difference.old());
    }
    if (difference.other() != null) {
      terminal().result("+ " + difference.other());
    }
  }

  /** As in docs/formats/composefs-diff.schema.json. */
  private static JsonObject report(List<Difference> differences) {
    return JsonObject.builder()
        .put(
            "differences",
            JsonArray.of(differences.stream().map(ComposefsDiffCommand::json).toList()))
        .build();
  }

  private static JsonObject json(Difference difference) {
    return JsonObject.builder()
        .put("path", difference.path())
        .put("old", Optional.ofNullable(difference.old()))
        .put("new", Optional.ofNullable(difference.other()))
        .build();
  }

  private static TreeMap<String, String> lines(Path image) throws IOException, LayersealException {
    ByteArrayOutputStream dump = new ByteArrayOutputStream();
    try (ComposefsReader reader = ComposefsReader.open(image)) {
      ComposefsInfo.dump(reader, any -> true, dump);
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
