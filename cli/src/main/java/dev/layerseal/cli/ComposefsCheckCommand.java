package dev.layerseal.cli;

import dev.layerseal.composefs.ComposefsInfo;
import dev.layerseal.composefs.ComposefsReader;
import dev.layerseal.composefs.ObjectStore;
import dev.layerseal.erofs.CheckReport;
import dev.layerseal.erofs.Finding;
import dev.layerseal.erofs.ImageCheck;
import dev.layerseal.erofs.ImageSource;
import dev.layerseal.error.LayersealException;
import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.tree.PrintableBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code layerseal composefs check}. */
@CommandLine.Command(
    name = "check",
    description = "Checks the structures of a composefs image, and the objects that it needs.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit status 1: there are findings.",
      "",
      "Example:",
      "  layerseal composefs check --basedir objects image.cfs"
    })
final class ComposefsCheckCommand extends ReportCommand {

  @Parameters(paramLabel = "IMAGE", description = "a composefs image")
  Path image = Path.of("");

  @Option(
      names = "--basedir",
      paramLabel = "FOLDER",
      description = "object store in which every object has to be, unaltered")
  @Nullable Path basedir;

  @Override
  protected ExitCode report() throws IOException, LayersealException {
    NavigableMap<byte[], Set<FsVerityDigest>> needed = ComposefsInfo.byPath();
    CheckReport structures = structures();
    int version = needed(needed);
    Map<String, ObjectStore.Finding> objects =
        basedir == null ? Map.of() : objects(basedir, needed);
    long findings = structures.findings().size() + structures.more() + objects.size();
    if (json()) {
      terminal().result(JsonWriter.pretty(report(version, structures, objects, needed.size())));
    } else {
      structures.findings().forEach(finding -> terminal().result(finding.toString()));
      objects.forEach((path, finding) -> terminal().result("object " + path + ": " + finding));
      terminal().result("%d findings, %d objects".formatted(findings, needed.size()));
    }
    return findings == 0 ? ExitCode.DONE : ExitCode.NO;
  }

  private CheckReport structures() throws IOException, LayersealException {
    try (ImageSource source = ImageSource.open(image)) {
      return ImageCheck.check(source);
    }
  }

  private int needed(NavigableMap<byte[], Set<FsVerityDigest>> objects)
      throws IOException, LayersealException {
    try (ComposefsReader reader = ComposefsReader.open(image)) {
      ComposefsInfo.needed(reader, objects);
      return reader.composefsVersion();
    } catch (LayersealException e) {
      throw e.at(image.toString());
    }
  }

  private static Map<String, ObjectStore.Finding> objects(
      Path folder, NavigableMap<byte[], Set<FsVerityDigest>> needed) throws IOException {
    Map<String, ObjectStore.Finding> findings = new LinkedHashMap<>();
    for (Map.Entry<byte[], Set<FsVerityDigest>> object : needed.entrySet()) {
      ObjectStore.check(folder, object.getKey(), object.getValue())
          .ifPresent(finding -> findings.put(PrintableBytes.of(object.getKey()), finding));
    }
    return findings;
  }

  /** As in docs/formats/composefs-check.schema.json. */
  private static JsonObject report(
      int version, CheckReport structures, Map<String, ObjectStore.Finding> objects, int needed) {
    List<JsonObject> found = new ArrayList<>();
    objects.forEach(
        (path, finding) ->
            found.add(
                JsonObject.builder().put("path", path).put("finding", finding.toString()).build()));
    return JsonObject.builder()
        .put("composefsVersion", version)
        .put("clean", structures.clean() && objects.isEmpty())
        .put(
            "findings",
            JsonArray.ofStrings(structures.findings().stream().map(Finding::toString).toList()))
        .put("moreFindings", structures.more())
        .put("objectsNeeded", needed)
        .put("objects", JsonArray.of(found))
        .build();
  }
}
