package dev.layerseal.cli;

import dev.layerseal.error.VerificationException;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.oci.LayoutReference;
import dev.layerseal.oci.store.ImageCopy;
import dev.layerseal.oci.store.ImageGraph;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.oci.store.LayoutStore;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code layerseal bundle import FILE REF}. */
@CommandLine.Command(
    name = "import",
    description = {
      "Brings what bundle export wrote into a registry or a layout. Nothing is verified.",
      "A digest in REF has to be that of the image in the bundle."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal bundle import app.tar mirror.example/app:v1"})
final class BundleImportCommand extends ReportCommand {

  @Mixin RegistryOptions registry = new RegistryOptions();

  @Parameters(index = "0", paramLabel = "FILE", description = "the bundle")
  Path file = Path.of("");

  @Parameters(index = "1", paramLabel = "REF", description = "where to bring it")
  String reference = "";

  @Override
  protected ExitCode report() throws Exception {
    ImageReference target = registry.parse(reference);
    try (ImageStore bundle = LayoutStore.open(file)) {
      Descriptor image =
          bundle.resolve(new LayoutReference(file.toString(), Optional.empty(), Optional.empty()));
      checkDigest(target, image.digest());
      ImageGraph graph = ImageGraph.of(bundle, image);
      graph.skipped().forEach(why -> terminal().warning("left out: " + Text.printable(why)));
      try (ImageStore store = registry.create(target)) {
        ImageCopy.copy(graph, bundle, store, target.tag());
      }
      String place = target.withDigest(image.digest()).toString();
      terminal()
          .result(
              json()
                  ? JsonWriter.pretty(BundleReport.of(graph, place))
                  : "%s with %d manifests and %d blobs"
                      .formatted(place, graph.manifests().size(), graph.blobs().size()));
    }
    return ExitCode.DONE;
  }

  private void checkDigest(ImageReference target, Digest image) throws VerificationException {
    if (target.digest().isPresent() && !target.digest().get().equals(image)) {
      throw new VerificationException(
          VerificationException.Reason.DIGEST_DIFFERS,
          "%s: digest differs\n  expected  %s\n  in bundle %s"
              .formatted(file, target.digest().get(), image));
    }
  }
}
