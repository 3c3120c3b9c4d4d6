package dev.layerseal.cli;

import dev.layerseal.json.JsonWriter;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.oci.store.BundleWriter;
import dev.layerseal.oci.store.ImageGraph;
import dev.layerseal.oci.store.ImageStore;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code layerseal bundle export REF --out FILE}. */
@CommandLine.Command(
    name = "export",
    description = {
      "Writes an image with its signatures and seals into one tar archive of an OCI layout.",
      "The same content gives the same bytes. verify and audit read it with --oci-layout."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal bundle export registry.example/app:v1 --out app.tar"})
final class BundleExportCommand extends Command {

  @Mixin RegistryOptions registry = new RegistryOptions();

  @Parameters(paramLabel = "REF", description = "the image")
  String reference = "";

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "where to write")
  Path out = Path.of("");

  @Override
  protected ExitCode run() throws Exception {
    ImageReference named = registry.parse(reference);
    try (ImageStore store = registry.open(named)) {
      Descriptor image = store.resolve(named);
      ImageGraph graph = ImageGraph.of(store, image);
      graph.skipped().forEach(why -> terminal().warning("left out: " + Text.printable(why)));
      write(graph, store, named);
      if (json()) {
        terminal().result(JsonWriter.pretty(BundleReport.of(graph, out.toString())));
      } else {
        terminal()
            .result(
                "%s: %s with %d manifests and %d blobs"
                    .formatted(
                        out, image.digest(), graph.manifests().size(), graph.blobs().size()));
      }
    }
    return ExitCode.DONE;
  }

  /** The file appears when it is complete. */
  private void write(ImageGraph graph, ImageStore store, ImageReference named) throws Exception {
    Path unfinished = out.resolveSibling("." + out.getFileName() + ".unfinished");
    try {
      try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16)) {
        BundleWriter.write(graph, store, named.tag(), to);
      }
      Files.move(unfinished, out, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
