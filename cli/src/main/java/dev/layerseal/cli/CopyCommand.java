package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.oci.LayoutReference;
import dev.layerseal.oci.Reference;
import dev.layerseal.oci.store.CopyProof;
import dev.layerseal.oci.store.ImageCopy;
import dev.layerseal.oci.store.ImageGraph;
import dev.layerseal.oci.store.ImageStore;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code layerseal copy SRC DST}. */
@CommandLine.Command(
    name = "copy",
    aliases = "cp",
    description = {
      "Copies an image with everything that refers to it: signatures, seals and what is behind them.",
      "Of an index every platform's image. Then looks at the copy again and says what it found."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal copy registry.example/app:v1 mirror.example/app:v1"})
final class CopyCommand extends ReportCommand {

  @Mixin RegistryOptions registry = new RegistryOptions();

  @Parameters(index = "0", paramLabel = "SRC", description = "the image")
  String source = "";

  @Parameters(index = "1", paramLabel = "DST", description = "where to copy it; its tag by default")
  String target = "";

  @Option(names = "--from-oci-layout", description = "SRC is PATH[:tag][@digest] of an OCI layout")
  boolean fromLayout;

  @Option(names = "--to-oci-layout", description = "DST is PATH[:tag] of an OCI layout")
  boolean toLayout;

  @Mixin ReferrersTagOption referrersTag = new ReferrersTagOption();

  @Option(names = "--read-back", description = "read every copied blob again, not only ask for it")
  boolean readBack;

  @Override
  protected ExitCode report() throws Exception {
    ImageReference from = parse(source, fromLayout);
    ImageReference to = parse(target, toLayout);
    checkCredentials(from, to);
    ImageGraph graph = copy(from, to);
    ImageReference place = to.withDigest(graph.root().digest());
    try (ImageStore copied = registry.open(to)) {
      CopyProof.check(graph, copied, readBack);
      checkTag(copied, to, from, graph);
    }
    print(graph, from, place);
    return ExitCode.DONE;
  }

  private ImageGraph copy(ImageReference from, ImageReference to)
      throws LayersealException, IOException {
    try (ImageStore store = registry.open(from)) {
      Descriptor image = store.resolve(from);
      checkDigest(to, image);
      ImageGraph graph = ImageGraph.of(store, image);
      graph.skipped().forEach(why -> terminal().warning("left out: " + Text.printable(why)));
      try (ImageStore copied = registry.create(to, referrersTag.always)) {
        ImageCopy.copy(graph, store, copied, tag(from, to));
      }
      return graph;
    }
  }

  private ImageReference parse(String text, boolean layout) throws LayersealException {
    return layout || registry.ociLayout ? LayoutReference.parse(text) : Reference.parse(text);
  }

  /** The tag that is asked for; without one or a digest that of the source. */
  private static Optional<String> tag(ImageReference from, ImageReference to) {
    return to.tag().isPresent() || to.digest().isPresent() ? to.tag() : from.tag();
  }

  /** Name and password of the command line are for one registry. */
  private void checkCredentials(ImageReference from, ImageReference to) throws IOException {
    boolean two =
        from instanceof Reference one
            && to instanceof Reference other
            && !one.registry().equals(other.registry());
    if (two && registry.given().isPresent()) {
      throw new ParameterException(
          registry.spec.commandLine(),
          "-u and -p would go to both registries; log in to them with layerseal login");
    }
  }

  private static void checkDigest(ImageReference to, Descriptor image)
      throws VerificationException {
    if (to.digest().isPresent() && !to.digest().get().equals(image.digest())) {
      throw new VerificationException(
          VerificationException.Reason.DIGEST_DIFFERS,
          "%s: digest differs\n  expected  %s\n  found     %s"
              .formatted(to, to.digest().get(), image.digest()));
    }
  }

  private static void checkTag(
      ImageStore copied, ImageReference to, ImageReference from, ImageGraph graph)
      throws LayersealException, IOException {
    Optional<String> tag = tag(from, to);
    if (tag.isPresent()
        && !copied.resolve(to.withTag(tag.get())).digest().equals(graph.root().digest())) {
      throw new VerificationException(
          VerificationException.Reason.DIGEST_DIFFERS,
          "the copy: the tag %s names another image".formatted(tag.get()));
    }
  }

  private void print(ImageGraph graph, ImageReference from, ImageReference place) {
    if (json()) {
      terminal().result(JsonWriter.pretty(BundleReport.of(graph, place.toString())));
      return;
    }
    terminal().result("Copied %s to %s".formatted(from.withDigest(graph.root().digest()), place));
    terminal()
        .result(
            "  looked at again: %d manifests byte for byte, %d blobs %s"
                .formatted(
                    graph.manifests().size(),
                    graph.blobs().size(),
                    readBack ? "by their digests" : "that are there"));
  }
}
