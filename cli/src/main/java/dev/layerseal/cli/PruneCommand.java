package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.verifier.prune.Orphans;
import dev.layerseal.verifier.prune.PrunePlan;
import dev.layerseal.verifier.prune.PrunedSignature;
import dev.layerseal.verifier.prune.Verdict;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code layerseal prune REF..}. */
@CommandLine.Command(
    name = "prune",
    description = {
      "Says which signatures of images are superseded, expired or orphaned; --delete removes them.",
      "The last sound signature of a signer stays, and so do seals."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal prune registry.example/app:v1"})
final class PruneCommand extends ReportCommand {

  @Mixin References references = new References();
  @Mixin RegistryOptions registry = new RegistryOptions();
  @Mixin PlatformOptions platforms = new PlatformOptions();

  @Option(names = "--delete", description = "remove them; without it nothing is changed")
  boolean delete;

  @Option(
      names = "--orphans",
      description = "look for signatures of images that are gone too, in the whole repository")
  boolean orphans;

  private final Clock clock = Clock.systemUTC();

  @Override
  protected ExitCode report() throws Exception {
    Outcomes outcomes = new Outcomes(this);
    return outcomes.each(references.all(), reference -> prune(reference, outcomes));
  }

  private void prune(String text, Outcomes outcomes) throws LayersealException, IOException {
    ImageReference reference = registry.parse(text);
    try (ImageStore store = registry.open(reference)) {
      List<PrunedSignature> found = new ArrayList<>();
      for (Descriptor image : platforms.select(store, store.resolve(reference), true)) {
        found.addAll(PrunePlan.of(store, image, clock.instant()));
      }
      if (orphans) {
        found.addAll(Orphans.of(store));
      }
      int removed = 0;
      for (PrunedSignature signature : found) {
        removed += remove(store, signature, outcomes) ? 1 : 0;
      }
      outcomes.report(report(reference, found, removed));
      if (!json()) {
        print(reference, found, removed);
      }
    }
  }

  private boolean remove(ImageStore store, PrunedSignature signature, Outcomes outcomes) {
    if (!delete || !signature.verdict().removable()) {
      return false;
    }
    try {
      store.deleteReferrer(signature.manifest(), signature.subject());
      return true;
    } catch (LayersealException | IOException e) {
      outcomes.failed(e);
      return false;
    }
  }

  private void print(ImageReference reference, List<PrunedSignature> found, int removed) {
    terminal().result(reference.toString());
    for (PrunedSignature signature : found) {
      terminal()
          .result(
              "  %-10s  %s  %s"
                  .formatted(
                      signature.verdict(), signature.manifest(), Text.printable(signature.why())));
      if (signature.verdict() == Verdict.BROKEN) {
        terminal().warning("broken signatures are left alone: " + signature.manifest());
      }
    }
    long removable = found.stream().filter(one -> one.verdict().removable()).count();
    terminal()
        .result(
            delete
                ? "  %d of %d removed".formatted(removed, found.size())
                : "  %d of %d can be removed%s"
                    .formatted(removable, found.size(), removable > 0 ? ", by --delete" : ""));
  }

  private JsonObject report(ImageReference reference, List<PrunedSignature> found, int removed) {
    return JsonObject.builder()
        .put("reference", reference.toString())
        .put("deleted", delete)
        .put("removed", removed)
        .put("signatures", JsonArray.of(found.stream().map(PrunedSignature::encode).toList()))
        .build();
  }
}
