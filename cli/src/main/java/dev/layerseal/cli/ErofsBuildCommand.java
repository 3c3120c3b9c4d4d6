package dev.layerseal.cli;

import dev.layerseal.bytes.Uuid;
import dev.layerseal.error.LayersealException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.recipe.ImageForm;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.seal.ConversionListener;
import dev.layerseal.seal.FolderImage;
import dev.layerseal.seal.FullImageShape;
import dev.layerseal.seal.LayerConverter;
import dev.layerseal.seal.LayerFacts;
import dev.layerseal.seal.LayerImage;
import dev.layerseal.seal.LayerSource;
import dev.layerseal.tar.TarWarning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code layerseal erofs build LAYER --out FILE}. */
@CommandLine.Command(
    name = "build",
    description = {
      "Writes the image that is mounted, from a layer (tar, plain, gzip or zstd) or a folder.",
      "A folder gives what mkfs.erofs -T0 -U UUID gives for it.",
      "With --containerd-cache: the layers of an image, for layer_content_caches of a node."
    },
    footer = {
      "",
      "Example:",
      "  layerseal erofs build --recipe full --out layer.erofs layer.tar.gz",
      "  layerseal erofs build --all-root --out root.erofs rootfs/",
      "  layerseal erofs build --containerd-cache /srv/erofs registry.example/app:v1"
    })
final class ErofsBuildCommand extends ReportCommand {

  private static final String STANDARD_INPUT = "-";

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(names = "--help", usageHelp = true, description = "show this help")
  boolean help;

  @Mixin ConversionOptions conversion = new ConversionOptions();

  @Mixin ShapeOptions shape = new ShapeOptions();

  @Option(names = "--out", paramLabel = "FILE", description = "file to write")
  Path out = Path.of("");

  @Mixin CacheOptions cache = new CacheOptions();

  @Option(
      names = "--index-only",
      description = "with a tar index: what mkfs.erofs writes, without the archive behind it")
  boolean indexOnly;

  @Parameters(
      paramLabel = "LAYER",
      description = "the layer, a folder, or - for standard input; an image for a cache")
  String layer = "";

  @Override
  protected ExitCode report() throws LayersealException, IOException {
    if ((cache.folder == null) == out.toString().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "one of --out and --containerd-cache is needed");
    }
    if (cache.folder != null) {
      return fillCache(cache.folder);
    }
    if (Files.isDirectory(Path.of(layer))) {
      return buildFolder(Path.of(layer));
    }
    List<Recipe> recipes = conversion.recipes();
    if (recipes.size() != 1) {
      throw new ParameterException(spec.commandLine(), "one recipe makes one image");
    }
    LayerConverter.Settings settings = conversion.settings(ConversionListener.NONE);
    if (!layer.equals(STANDARD_INPUT)) {
      return build(Path.of(layer), recipes.get(0), settings);
    }
    Path copy = Files.createTempFile(settings.folder().path(), "layerseal", ".layer");
    try {
      Files.copy(System.in, copy, StandardCopyOption.REPLACE_EXISTING);
      return build(copy, recipes.get(0), settings);
    } finally {
      Files.delete(copy);
    }
  }

  private ExitCode build(Path file, Recipe recipe, LayerConverter.Settings settings)
      throws LayersealException, IOException {
    LayerImage image = new LayerImage(LayerSource.ofFile(file, false), recipe, settings);
    LayerImage.Written written = write(json() ? image : image.withoutFacts(), recipe);
    written.warnings().forEach(warning -> terminal().warning(warning.toString()));
    if (json()) {
      terminal().result(report(written, recipe));
    } else {
      terminal().note("%s: %d bytes, UUID %s".formatted(out, written.length(), written.uuid()));
    }
    return ExitCode.DONE;
  }

  private LayerImage.Written write(LayerImage image, Recipe recipe)
      throws LayersealException, IOException {
    boolean index = recipe.form() == ImageForm.TAR_INDEX && shape.leavesTarIndex();
    if (shape.given() && !index) {
      return image.write(out, shape.applyTo(FullImageShape.of(recipe)));
    }
    return indexOnly ? image.writeIndex(out) : image.write(out);
  }

  private ExitCode fillCache(Path folder) throws LayersealException, IOException {
    if (shape.given() || indexOnly) {
      throw new ParameterException(
          spec.commandLine(), "images of a cache are as their recipe says, full-cache");
    }
    cache.fill(folder, layer, conversion, terminal(), json());
    return ExitCode.DONE;
  }

  private ExitCode buildFolder(Path folder) throws LayersealException, IOException {
    FolderRecipe recipe = new FolderRecipe(conversion, shape);
    Uuid uuid = recipe.uuid();
    long length = new FolderImage(folder, recipe.shape()).write(out, uuid);
    if (json()) {
      JsonObjectBuilder report = JsonObject.builder().put("recipe", recipe.toString());
      terminal().result(report(report, uuid, length, List.of()));
    } else {
      terminal().note("%s: %d bytes, UUID %s".formatted(out, length, uuid));
    }
    return ExitCode.DONE;
  }

  private String report(LayerImage.Written written, Recipe recipe) {
    LayerFacts facts = written.facts().orElseThrow();
    JsonObjectBuilder report =
        JsonObject.builder()
            .put("recipe", recipe.toString())
            .put("layer", facts.digest().toString())
            .put("diffId", facts.diffId().toString());
    return report(report, written.uuid(), written.length(), written.warnings());
  }

  /** As in docs/formats/erofs-build.schema.json. */
  private String report(
      JsonObjectBuilder report, Uuid uuid, long length, List<TarWarning> warnings) {
    return JsonWriter.pretty(
        report
            .put("options", JsonArray.ofStrings(shape.texts()))
            .put("uuid", uuid.toString())
            .put("length", length)
            .put("warnings", warnings(warnings))
            .build());
  }

  private static JsonArray warnings(List<TarWarning> warnings) {
    return JsonArray.of(
        warnings.stream()
            .map(
                warning ->
                    JsonObject.builder()
                        .put("id", warning.kind().id())
                        .put("offset", warning.offset())
                        .put("detail", warning.detail())
                        .build())
            .toList());
  }
}
