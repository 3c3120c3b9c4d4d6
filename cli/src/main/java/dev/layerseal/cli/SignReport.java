package dev.layerseal.cli;

import dev.layerseal.composefs.seal.ComposefsSealEntry;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.json.JsonString;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.seal.ConvertedLayer;
import dev.layerseal.seal.SealForm;
import dev.layerseal.seal.SealManifest;
import dev.layerseal.signer.PreparedComposefsSeal;
import dev.layerseal.signer.PreparedSeals;
import dev.layerseal.signer.SealRequest;
import java.util.ArrayList;
import java.util.List;

/** What {@code sign} says about one reference, as text and as JSON. */
final class SignReport {

  private final ImageReference reference;
  private final List<SignaturePlan> plans;
  private final boolean dryRun;

  SignReport(ImageReference reference, List<SignaturePlan> plans, boolean dryRun) {
    this.reference = reference;
    this.plans = plans;
    this.dryRun = dryRun;
  }

  void print(Terminal terminal) {
    for (SignaturePlan plan : plans) {
      String image = reference.withDigest(plan.subject().digest()).toString();
      terminal.result((dryRun ? "Would sign " : "Successfully signed ") + image);
      plan.seals().ifPresent(seals -> print(terminal, seals));
      plan.composefs().ifPresent(seal -> print(terminal, seal));
      plan.signature()
          .ifPresent(one -> terminal.result("  signature  " + one.digest() + "  " + state(true)));
      plan.kept().ifPresent(one -> terminal.result("  signature  " + one + "  " + state(false)));
    }
  }

  private String state(boolean isNew) {
    return isNew ? dryRun ? "not there yet" : "added" : "there already";
  }

  /** Warns of what keeps nodes from computing the same root hashes. */
  void warn(Terminal terminal) {
    for (SignaturePlan plan : plans) {
      for (ConvertedLayer layer : plan.seals().map(PreparedSeals::layers).orElse(List.of())) {
        layer.warnings().forEach(one -> terminal.warning("layer " + layer.digest() + ": " + one));
      }
    }
    nodeOptions().forEach(terminal::note);
  }

  private List<String> nodeOptions() {
    return NodeOptions.warnings(requests().stream().map(SealRequest::recipe).toList());
  }

  private void print(Terminal terminal, PreparedSeals seals) {
    for (ConvertedLayer layer : seals.layers()) {
      terminal.result("  layer      " + layer.digest());
      for (ConvertedLayer.Image image : layer.images()) {
        terminal.result("    root hash  %s  %s".formatted(image.rootHash(), image.recipe()));
      }
    }
    seals.added().forEach(one -> terminal.result(line(one, state(true))));
    seals.kept().forEach(one -> terminal.result(line(one, state(false))));
  }

  private void print(Terminal terminal, PreparedComposefsSeal seal) {
    terminal.result(
        "  composefs  %s  %s"
            .formatted(seal.manifest().manifest().descriptor().digest(), state(seal.isNew())));
    for (ComposefsSealEntry entry : seal.manifest().entries()) {
      terminal.result("    %-8s  %s".formatted(entry.part(), entry.digest()));
    }
  }

  private static String line(SealManifest seals, String state) {
    return "  seals      %s  %s  %d layers  %s"
        .formatted(
            seals.manifest().descriptor().digest(), seals.form(), seals.entries().size(), state);
  }

  /** What was sealed, of all images together. */
  List<SealRequest> requests() {
    return plans.stream()
        .flatMap(plan -> plan.seals().stream())
        .flatMap(seals -> seals.requests().stream())
        .distinct()
        .toList();
  }

  /** Tells who can use the seals, and warns when nobody is known who can. */
  void printConsumers(Terminal terminal, List<String> kernel) {
    List<SealRequest> requests = requests();
    for (SealRequest request : requests) {
      for (SealForm form : request.forms()) {
        String what = "%s in form %s".formatted(request.recipe(), form);
        List<String> consumers = Consumers.of(request.recipe(), form);
        if (consumers.isEmpty()) {
          terminal.warning(what + ": no program is known that computes and reads this");
        }
        consumers.forEach(one -> terminal.result("  usable by  %s: %s".formatted(what, one)));
      }
    }
    kernel.forEach(note -> terminal.result("  kernel     " + note));
    if (requests.size() > 1) {
      terminal.result(
          "  newest     consumers take the newest seals: those by " + requests.get(0).recipe());
    }
  }

  JsonObject encode() {
    return JsonObject.builder()
        .put("reference", reference.toString())
        .put("dryRun", dryRun)
        .put("images", JsonArray.of(plans.stream().map(this::encode).toList()))
        .put("warnings", JsonArray.ofStrings(nodeOptions()))
        .build();
  }

  private JsonObject encode(SignaturePlan plan) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("reference", reference.withDigest(plan.subject().digest()).toString())
            .put("digest", plan.subject().digest().toString())
            .put("mediaType", plan.subject().mediaType());
    plan.signature().ifPresent(one -> json.put("signature", signature(one.digest(), true)));
    plan.kept().ifPresent(one -> json.put("signature", signature(one, false)));
    plan.seals()
        .ifPresent(
            seals -> {
              List<JsonObject> manifests = new ArrayList<>();
              seals.added().forEach(one -> manifests.add(manifest(one, true)));
              seals.kept().forEach(one -> manifests.add(manifest(one, false)));
              json.put("seals", JsonArray.of(manifests));
              json.put(
                  "layers", JsonArray.of(seals.layers().stream().map(SignReport::layer).toList()));
            });
    plan.composefs().ifPresent(seal -> json.put("composefs", composefs(seal)));
    return json.build();
  }

  private static JsonObject composefs(PreparedComposefsSeal seal) {
    List<JsonObject> digests = new ArrayList<>();
    for (ComposefsSealEntry entry : seal.manifest().entries()) {
      digests.add(
          JsonObject.builder()
              .put("part", entry.part().toString())
              .put("digest", entry.digest().toString())
              .build());
    }
    return JsonObject.builder()
        .put("digest", seal.manifest().manifest().descriptor().digest().toString())
        .put("added", seal.isNew())
        .put("hash", seal.manifest().parameters().algorithm().toString())
        .put("digests", JsonArray.of(digests))
        .build();
  }

  private static JsonObject signature(dev.layerseal.oci.Digest digest, boolean added) {
    return JsonObject.builder().put("digest", digest.toString()).put("added", added).build();
  }

  private static JsonObject manifest(SealManifest seals, boolean added) {
    return JsonObject.builder()
        .put("digest", seals.manifest().descriptor().digest().toString())
        .put("form", seals.form().toString())
        .put("recipe", seals.recipe())
        .put("added", added)
        .build();
  }

  private static JsonObject layer(ConvertedLayer layer) {
    return JsonObject.builder()
        .put("digest", layer.digest().toString())
        .put("diffId", layer.diffId().toString())
        .put("rootHashes", JsonArray.of(layer.images().stream().map(SignReport::image).toList()))
        .put(
            "warnings",
            JsonArray.of(
                layer.warnings().stream().map(one -> new JsonString(one.toString())).toList()))
        .build();
  }

  private static JsonObject image(ConvertedLayer.Image image) {
    Recipe recipe = image.recipe();
    return JsonObject.builder()
        .put("recipe", recipe.toString())
        .put("rootHash", image.rootHash().toString())
        .put("dataSize", image.dataSize())
        .build();
  }
}
