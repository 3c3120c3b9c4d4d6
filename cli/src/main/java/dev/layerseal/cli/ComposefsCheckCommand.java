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
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
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
final class ComposefsCheckCommand extends Command {

  @Parameters(paramLabel = "IMAGE", description = "a composefs image")
  Path image = Path.of("");

  @Option(
      names = "--basedir",
      paramLabel = "FOLDER",
      description = "object store in which every object has to be, unaltered")
  @Nullable Path basedir;

  @Override
  protected ExitCode run() throws IOException, LayersealException {
    Set<FsVerityDigest> digests = new TreeSet<>();
    CheckReport structures = structures();
    int version = digests(digests);
    SortedMap<FsVerityDigest, ObjectStore.Finding> objects =
        basedir == null ? new TreeMap<>() : objects(basedir, digests);
    long findings = structures.findings().size() + structures.more() + objects.size();
    if (json()) {
      terminal().result(JsonWriter.pretty(report(version, structures, objects, digests.size())));
    } else {
      structures.findings().forEach(finding -> terminal().result(finding.toString()));
      objects.forEach((digest, finding) -> terminal().result("object " + digest + ": " + finding));
      terminal().result("%d findings, %d objects".formatted(findings, digests.size()));
    }
    return findings == 0 ? ExitCode.DONE : ExitCode.NO;
  }

  private CheckReport structures() throws IOException, LayersealException {
    try (ImageSource source = ImageSource.open(image)) {
      return ImageCheck.check(source);
    }
  }

  private int digests(Set<FsVerityDigest> digests) throws IOException, LayersealException {
    try (ComposefsReader reader = ComposefsReader.open(image)) {
      ComposefsInfo.digests(reader, digests);
      return reader.composefsVersion();
    } catch (LayersealException e) {
      throw e.at(image.toString());
    }
  }

  private static SortedMap<FsVerityDigest, ObjectStore.Finding> objects(
      Path folder, Set<FsVerityDigest> digests) throws IOException {
    SortedMap<FsVerityDigest, ObjectStore.Finding> findings = new TreeMap<>();
    for (FsVerityDigest digest : digests) {
      ObjectStore.in(folder, digest)
          .check(digest)
          .ifPresent(finding -> findings.put(digest, finding));
    }
    return findings;
  }

  /** As in docs/formats/composefs-check.schema.json. */
  private static JsonObject report(
      int version,
      CheckReport structures,
      SortedMap<FsVerityDigest, ObjectStore.Finding> objects,
      int needed) {
    List<JsonObject> found = new ArrayList<>();
    objects.forEach(
        (digest, finding) ->
            found.add(
                JsonObject.builder()
                    .put("digest", digest.toString())
                    .put("finding", finding.toString())
                    .build()));
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
