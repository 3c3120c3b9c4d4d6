package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.seal.ConversionListener;
import dev.layerseal.seal.LayerConverter;
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
    description = "Writes the image that is mounted, from a layer (tar, plain, gzip or zstd).",
    footer = {
      "",
      "Example:",
      "  layerseal erofs build --recipe full --out layer.erofs layer.tar.gz"
    })
final class ErofsBuildCommand extends Command {

  private static final String STANDARD_INPUT = "-";

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(names = "--help", usageHelp = true, description = "show this help")
  boolean help;

  @Mixin ConversionOptions conversion = new ConversionOptions();

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "file to write")
  Path out = Path.of("");

  @Option(
      names = "--index-only",
      description = "with a tar index: what mkfs.erofs writes, without the archive behind it")
  boolean indexOnly;

  @Parameters(paramLabel = "LAYER", description = "the layer, or - for standard input")
  String layer = "";

  @Override
  protected ExitCode run() throws LayersealException, IOException {
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
    LayerImage.Written written = indexOnly ? image.writeIndex(out) : image.write(out);
    written.warnings().forEach(warning -> terminal().warning(warning.toString()));
    if (json()) {
      terminal().result(report(written, recipe));
    } else {
      terminal().note("%s: %d bytes, UUID %s".formatted(out, written.length(), written.uuid()));
    }
    return ExitCode.DONE;
  }

  /** As in docs/formats/erofs-build.schema.json. */
  private static String report(LayerImage.Written written, Recipe recipe) {
    return JsonWriter.pretty(
        JsonObject.builder()
            .put("recipe", recipe.toString())
            .put("layer", written.digest().toString())
            .put("diffId", written.diffId().toString())
            .put("uuid", written.uuid().toString())
            .put("length", written.length())
            .put("warnings", warnings(written.warnings()))
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
