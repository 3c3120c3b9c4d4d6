package dev.layerseal.cli;

import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.notary.SignatureManifest;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.oci.store.ReferrerTree;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code layerseal list REF}. */
@CommandLine.Command(
    name = "list",
    aliases = "ls",
    description = {
      "Lists what refers to an image: signatures, seals and other artifacts, as a tree.",
      "Nothing is verified."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal list registry.example/app:v1"})
final class ListCommand extends ReportCommand {

  private static final String CREATED = "org.opencontainers.image.created";

  @Mixin RegistryOptions registry = new RegistryOptions();
  @Mixin SignatureLimit limit = new SignatureLimit();

  @Parameters(paramLabel = "REF", description = "the image")
  String reference = "";

  @Override
  protected ExitCode report() throws Exception {
    ImageReference named = registry.parse(reference);
    try (ImageStore store = registry.open(named)) {
      Descriptor image = store.resolve(named);
      List<ReferrerTree> referrers =
          limit.cut(
              ReferrerTree.of(store, image),
              tree -> tree.kind().equals(SignatureManifest.TYPE),
              terminal());
      if (json()) {
        terminal().result(JsonWriter.pretty(report(named, image, referrers)));
      } else {
        terminal().result(named.withDigest(image.digest()).toString());
        print(referrers, "");
        if (referrers.isEmpty()) {
          terminal().note("nothing refers to this image");
        }
      }
    }
    return ExitCode.DONE;
  }

  private void print(List<ReferrerTree> trees, String indent) {
    for (int i = 0; i < trees.size(); i++) {
      ReferrerTree tree = trees.get(i);
      boolean last = i == trees.size() - 1;
      String created = tree.annotations().getOrDefault(CREATED, "");
      terminal()
          .result("%s%s %s".formatted(indent, last ? "└──" : "├──", Text.printable(tree.kind())));
      String below = indent + (last ? "    " : "│   ");
      terminal()
          .result(
              "%s%s %s%s"
                  .formatted(
                      below,
                      tree.referrers().isEmpty() ? "└──" : "├──",
                      tree.descriptor().digest(),
                      created.isEmpty() ? "" : "  " + Text.printable(created)));
      print(tree.referrers(), below);
    }
  }

  private static JsonObject report(
      ImageReference named, Descriptor image, List<ReferrerTree> referrers) {
    return JsonObject.builder()
        .put("reference", named.withDigest(image.digest()).toString())
        .put("digest", image.digest().toString())
        .put("mediaType", image.mediaType())
        .put("referrers", JsonArray.of(referrers.stream().map(ListCommand::report).toList()))
        .build();
  }

  private static JsonObject report(ReferrerTree tree) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("digest", tree.descriptor().digest().toString())
            .put("mediaType", tree.descriptor().mediaType())
            .put("size", tree.descriptor().size())
            .put("artifactType", tree.kind())
            .putTexts("annotations", tree.annotations());
    tree.problem().ifPresent(problem -> json.put("problem", problem));
    return json.put(
            "referrers", JsonArray.of(tree.referrers().stream().map(ListCommand::report).toList()))
        .build();
  }
}
