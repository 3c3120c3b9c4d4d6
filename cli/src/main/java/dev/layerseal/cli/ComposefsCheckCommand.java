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
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
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
    long findings = structures();
    Set<FsVerityDigest> digests = new TreeSet<>();
    try (ComposefsReader reader = ComposefsReader.open(image)) {
      ComposefsInfo.digests(reader, digests);
    } catch (LayersealException e) {
      throw e.at(image.toString());
    }
    if (basedir != null) {
      findings += objects(basedir, digests);
    }
    terminal().result("%d findings, %d objects".formatted(findings, digests.size()));
    return findings == 0 ? ExitCode.DONE : ExitCode.NO;
  }

  private long structures() throws IOException, LayersealException {
    try (ImageSource source = ImageSource.open(image)) {
      CheckReport report = ImageCheck.check(source);
      for (Finding finding : report.findings()) {
        terminal().result(finding.toString());
      }
      return report.findings().size() + report.more();
    }
  }

  private long objects(Path folder, Set<FsVerityDigest> digests)
      throws IOException, LayersealException {
    long findings = 0;
    for (FsVerityDigest digest : digests) {
      Optional<ObjectStore.Finding> finding = ObjectStore.in(folder, digest).check(digest);
      if (finding.isPresent()) {
        findings++;
        terminal().result("object " + digest + ": " + finding.get());
      }
    }
    return findings;
  }
}
