package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.Reference;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.oci.store.LayoutMarker;
import dev.layerseal.oci.store.LayoutStore;
import dev.layerseal.seal.ImageConverter;
import dev.layerseal.verifier.audit.Audit;
import dev.layerseal.verifier.audit.AuditOptions;
import dev.layerseal.verifier.audit.AuditReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code layerseal audit TARGET..}. */
@CommandLine.Command(
    name = "audit",
    description = {
      "Looks at every stored signature: of what, whether it holds, when it ends.",
      "Nothing is trusted, and nothing that is found ends the audit. Exit status 1 when there are",
      "findings."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal audit --recompute ./layouts"})
final class AuditCommand extends ReportCommand {

  private static final int MAX_FOLDERS = 10_000;

  /** A list of referrers, where it is an index. */
  private static final String LIST_TAG = "sha(256|512)-[0-9a-f]{64,128}";

  @Mixin RegistryOptions registry = new RegistryOptions();
  @Mixin LimitOptions limits = new LimitOptions();

  @Parameters(
      paramLabel = "TARGET",
      arity = "1..*",
      description = "a layout (folder or archive), a folder of layouts, or a repository")
  List<String> targets = new ArrayList<>();

  @Option(names = "--out", paramLabel = "FILE", description = "write the report there")
  @Nullable Path out;

  @Option(names = "--recompute", description = "compute sealed root hashes from the layers")
  boolean recompute;

  @Option(
      names = "--expiring",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "find what ends within this time, such as 30d")
  @Nullable Duration expiring;

  @Option(names = "--at", paramLabel = "TIME", description = "judge as of this time (RFC 3339)")
  @Nullable Instant at;

  @Override
  protected Set<CommonOptions.Format> formats() {
    return EnumSet.allOf(CommonOptions.Format.class);
  }

  @Override
  protected ExitCode report() throws Exception {
    Optional<ImageConverter> converter =
        recompute ? Optional.of(limits.converter(new ProgressBars(terminal()))) : Optional.empty();
    Instant now = at == null ? Clock.systemUTC().instant() : at;
    Audit audit = new Audit(new AuditOptions(now, Optional.ofNullable(expiring), true, converter));
    for (String target : targets) {
      look(audit, target);
    }
    AuditReport report = audit.report();
    String text = AuditFormat.valueOf(common.output.name()).write(report);
    if (out == null) {
      terminal().result(text);
    } else {
      Files.writeString(out, text + "\n", UTF_8);
    }
    return report.findings().isEmpty() ? ExitCode.DONE : ExitCode.NO;
  }

  private void look(Audit audit, String target) throws IOException {
    Path path = Path.of(target);
    try {
      if (Files.isDirectory(path) && !Files.exists(path.resolve(LayoutMarker.PATH))) {
        for (Path layout : layouts(path)) {
          lookAtLayout(audit, layout);
        }
      } else if (Files.exists(path)) {
        lookAtLayout(audit, path);
      } else {
        lookAtRepository(audit, Reference.parse(target));
      }
    } catch (LayersealException | IOException | UncheckedIOException e) {
      audit.unreadable(target, e);
    }
  }

  private static void lookAtLayout(Audit audit, Path path) {
    try (LayoutStore store = LayoutStore.open(path)) {
      audit.add(store, store.entries(), false);
    } catch (LayersealException | IOException | UncheckedIOException e) {
      audit.unreadable(path.toString(), e);
    }
  }

  private void lookAtRepository(Audit audit, Reference reference)
      throws LayersealException, IOException {
    try (ImageStore store = registry.open(reference)) {
      List<Descriptor> roots = new ArrayList<>();
      if (reference.tag().isPresent() || reference.digest().isPresent()) {
        roots.add(store.resolve(reference));
      } else {
        for (String tag : store.tags()) {
          Descriptor root = store.resolve(tagged(reference, tag));
          if (!tag.matches(LIST_TAG) || !MediaType.isIndex(root.mediaType())) {
            roots.add(root);
          }
        }
      }
      audit.add(store, roots, true);
    }
  }

  private static Reference tagged(Reference repository, String tag) {
    return new Reference(
        repository.registry(), repository.repository(), Optional.of(tag), Optional.empty());
  }

  /** The layouts in a folder, however deep; one that has none was not meant. */
  private static List<Path> layouts(Path folder) throws FormatException, IOException {
    try (Stream<Path> found =
        Files.find(folder, Integer.MAX_VALUE, (path, any) -> path.endsWith("oci-layout"))) {
      List<Path> layouts = found.limit(MAX_FOLDERS + 1L).map(AuditCommand::parent).toList();
      if (layouts.isEmpty() || layouts.size() > MAX_FOLDERS) {
        throw new FormatException(
            layouts.isEmpty()
                ? folder + ": no OCI layout in it"
                : "%s: more than %d OCI layouts".formatted(folder, MAX_FOLDERS));
      }
      return layouts.stream().sorted().toList();
    }
  }

  private static Path parent(Path marker) {
    Path parent = marker.getParent();
    return parent == null ? Path.of(".") : parent;
  }
}
