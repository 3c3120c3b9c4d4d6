package dev.layerseal.cli;

import dev.layerseal.composefs.seal.ComposefsSealManifest;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.notary.SignatureManifest;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.seal.SealManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code layerseal inspect REF}. */
@CommandLine.Command(
    name = "inspect",
    description = "Shows the content of every signature and every seal of an image, unverified.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal inspect -o json registry.example/app:v1"})
final class InspectCommand extends ReportCommand {

  @Mixin RegistryOptions registry = new RegistryOptions();
  @Mixin SignatureLimit limit = new SignatureLimit();
  @Mixin PlatformOptions platforms = new PlatformOptions();

  @Parameters(paramLabel = "REF", description = "the image")
  String reference = "";

  @Override
  protected ExitCode report() {
    Outcomes outcomes = new Outcomes(this);
    return outcomes.each(List.of(reference), name -> inspect(name, outcomes));
  }

  private void inspect(String name, Outcomes outcomes) throws LayersealException, IOException {
    ImageReference named = registry.parse(name);
    List<JsonObject> images = new ArrayList<>();
    try (ImageStore store = registry.open(named)) {
      Descriptor top = store.resolve(named);
      for (Descriptor image : platforms.select(store, top, true)) {
        images.add(inspect(store, named, image));
      }
    }
    images.forEach(outcomes::report);
    if (!json()) {
      images.forEach(image -> new JsonOutline(terminal()).print(image));
    }
  }

  private JsonObject inspect(ImageStore store, ImageReference named, Descriptor image)
      throws LayersealException, IOException {
    List<JsonObject> signatures = new ArrayList<>();
    List<JsonObject> seals = new ArrayList<>();
    List<JsonObject> composefs = new ArrayList<>();
    List<JsonObject> problems = new ArrayList<>();
    for (Descriptor referrer : store.referrers(image.digest())) {
      if (!MediaType.isManifest(referrer.mediaType())) {
        continue;
      }
      try {
        Manifest manifest = Manifest.decode(referrer.mediaType(), store.fetchManifest(referrer));
        if (SignatureManifest.isSignature(manifest)) {
          signatures.add(SignatureContent.encode(store, referrer, manifest));
        } else if (SealManifest.describes(manifest)) {
          seals.add(SealContent.encode(store, referrer, manifest));
        } else if (ComposefsSealManifest.describes(manifest)) {
          composefs.add(ComposefsSealContent.encode(store, referrer, manifest));
        }
      } catch (FormatException | UnsupportedFeatureException | RegistryException e) {
        problems.add(Failure.encode(referrer.digest().toString(), e));
      }
    }
    return JsonObject.builder()
        .put("reference", named.withDigest(image.digest()).toString())
        .put("mediaType", image.mediaType())
        .put("digest", image.digest().toString())
        .put("size", image.size())
        .put("signatures", JsonArray.of(limit.cut(signatures, any -> true, terminal())))
        .put("seals", JsonArray.of(seals))
        .put("composefs", JsonArray.of(composefs))
        .put("problems", JsonArray.of(problems))
        .build();
  }
}
