package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.store.BundleWriter;
import dev.layerseal.oci.store.ImageGraph;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.verifier.revocation.AnswerCollector;
import dev.layerseal.verifier.revocation.HttpRevocationFetcher;
import dev.layerseal.verifier.revocation.PinnedAnswers;
import dev.layerseal.verifier.revocation.StoredCertificates;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
final class BundleExportCommand extends ReportCommand {

  @Mixin RegistryOptions registry = new RegistryOptions();

  @Parameters(paramLabel = "REF", description = "the image")
  String reference = "";

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "where to write")
  Path out = Path.of("");

  @Option(
      names = "--revocation",
      description = "ask about every certificate, and take the answers along")
  boolean revocation;

  private PinnedAnswers pinned = PinnedAnswers.NONE;

  @Override
  protected ExitCode report() throws Exception {
    ImageReference named = registry.parse(reference);
    try (ImageStore store = registry.open(named)) {
      Descriptor image = store.resolve(named);
      ImageGraph graph = ImageGraph.of(store, image);
      if (revocation) {
        graph = withAnswers(store, graph);
      }
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

  private ImageGraph withAnswers(ImageStore store, ImageGraph graph)
      throws LayersealException, IOException {
    AnswerCollector collector = new AnswerCollector(new HttpRevocationFetcher());
    pinned = collector.collect(StoredCertificates.of(store, graph), Instant.now());
    collector.open().forEach(why -> terminal().warning("no answer: " + Text.printable(why)));
    if (pinned.isEmpty()) {
      return graph;
    }
    terminal()
        .note(
            "with %d revocation lists and %d answers of responders"
                .formatted(pinned.lists().size(), pinned.answers().size()));
    Manifest carrier = pinned.manifest(graph.root());
    List<Descriptor> content = new ArrayList<>(carrier.layers());
    content.add(Descriptor.emptyConfig());
    return graph.with(carrier.descriptor().plain(), carrier.bytes(), content);
  }

  private InputStream open(ImageStore store, Descriptor blob)
      throws LayersealException, IOException {
    if (blob.digest().equals(Descriptor.emptyConfig().digest())) {
      return new ByteArrayInputStream(Descriptor.emptyJson());
    }
    byte[] answer = pinned.blobs().get(blob);
    return answer == null ? store.openBlob(blob) : new ByteArrayInputStream(answer);
  }

  /** The file appears when it is complete. */
  private void write(ImageGraph graph, ImageStore store, ImageReference named) throws Exception {
    Path unfinished = out.resolveSibling("." + out.getFileName() + ".unfinished");
    try {
      try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16)) {
        BundleWriter.write(graph, blob -> open(store, blob), named.tag(), to);
      }
      Files.move(unfinished, out, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
