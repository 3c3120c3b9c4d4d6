package dev.layerseal.cli;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.bytes.Uuid;
import dev.layerseal.erofs.Difference;
import dev.layerseal.erofs.ImageDifference;
import dev.layerseal.erofs.ImageReader;
import dev.layerseal.erofs.ImageSource;
import dev.layerseal.erofs.mkfs.ErofsUtils;
import dev.layerseal.error.LayersealException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.recipe.ImageForm;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.recipe.UuidRule;
import dev.layerseal.seal.FullImageShape;
import dev.layerseal.seal.LayerConverter;
import dev.layerseal.seal.LayerImage;
import dev.layerseal.seal.LayerSource;
import dev.layerseal.seal.TarIndexImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Compares the image that a node made of a layer with what the two writers make of it. */
final class NodeImage {

  private final Terminal terminal;
  private final boolean json;
  private final LayerConverter.Settings settings;
  private final List<JsonObject> report = new ArrayList<>();

  /** What can be told of the node's image without the layer. */
  private record Node(ImageSource bytes, Uuid uuid, boolean full, BlockSize blockSize) {}

  NodeImage(Terminal terminal, boolean json, LayerConverter.Settings settings) {
    this.terminal = terminal;
    this.json = json;
    this.settings = settings;
  }

  /** What was found, for JSON. */
  List<JsonObject> report() {
    return report;
  }

  /**
   * Says what differs; true when one writer makes the node's bytes.
   *
   * @param recipes to try for full images
   */
  boolean compare(LayerSource layer, Path file, List<Recipe> recipes)
      throws LayersealException, IOException {
    try (ImageSource bytes = ImageSource.open(file)) {
      Node node = node(bytes);
      return node.full() ? compareFull(layer, node, recipes) : compareIndex(layer, node);
    }
  }

  /** The node's UUID is taken, so that it is no difference; ours where it cannot be read. */
  private static Node node(ImageSource bytes) throws IOException {
    try {
      ImageReader reader = ImageReader.open(bytes);
      Uuid uuid = Uuid.of(reader.superblock().uuid(), 0);
      return new Node(bytes, uuid, reader.devices().isEmpty(), reader.blockSize());
    } catch (LayersealException e) {
      return new Node(bytes, UuidRule.FIXED_UUID, false, BlockSize.B512);
    }
  }

  private boolean compareIndex(LayerSource layer, Node node)
      throws LayersealException, IOException {
    boolean same = false;
    for (ErofsUtils writer : List.of(ErofsUtils.V1_9, ErofsUtils.V1_8)) {
      byte[] ours = TarIndexImage.metadata(layer, writer, node.uuid(), settings);
      List<Difference> differences = ImageDifference.compare(ImageSource.of(ours), node.bytes());
      same |= differences.isEmpty();
      show("tar-index", writer, node.uuid(), differences);
    }
    return same;
  }

  /** Tries both orders of content and both writers, until one makes the node's image. */
  private boolean compareFull(LayerSource layer, Node node, List<Recipe> recipes)
      throws LayersealException, IOException {
    for (Recipe recipe : candidates(recipes)) {
      List<Difference> differences = compareFull(layer, node, recipe);
      show(recipe.name(), recipe.writer(), node.uuid(), differences);
      if (differences.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** The full recipes that are asked for, otherwise those in use. */
  private static List<Recipe> candidates(List<Recipe> recipes) throws LayersealException {
    List<Recipe> full =
        recipes.stream()
            .filter(recipe -> recipe.form() == ImageForm.FULL || recipe.form().rdk())
            .toList();
    if (!full.isEmpty()) {
      return full;
    }
    Recipe sorted = Recipe.parse("full");
    Recipe unsorted = Recipe.parse("full-unsorted");
    return Stream.of(ErofsUtils.V1_9, ErofsUtils.V1_8)
        .flatMap(writer -> Stream.of(sorted.withWriter(writer), unsorted.withWriter(writer)))
        .toList();
  }

  private List<Difference> compareFull(LayerSource layer, Node node, Recipe recipe)
      throws LayersealException, IOException {
    Recipe same = recipe.withUuid(new UuidRule(UuidRule.Kind.GIVEN, node.uuid()));
    FullImageShape shape = FullImageShape.of(same);
    if (!recipe.form().rdk() && recipe.compression().isEmpty()) {
      shape =
          new FullImageShape(shape.options().withBlockSize(node.blockSize()), shape.attributes());
    }
    Path ours = Files.createTempFile(settings.folder().path(), "layerseal", ".erofs");
    try {
      new LayerImage(layer, same, settings).write(ours, shape);
      try (ImageSource expected = ImageSource.open(ours)) {
        return ImageDifference.compare(expected, node.bytes());
      }
    } finally {
      Files.deleteIfExists(ours);
    }
  }

  private void show(String recipe, ErofsUtils writer, Uuid uuid, List<Difference> differences) {
    String release = writer == ErofsUtils.V1_9 ? "1.9" : "1.8";
    if (json) {
      report.add(
          JsonObject.builder()
              .put("recipe", recipe)
              .put("writer", release)
              .put("uuid", uuid.toString())
              .put("same", differences.isEmpty())
              .put("differences", JsonArray.of(differences.stream().map(NodeImage::json).toList()))
              .build());
      return;
    }
    terminal.result(
        "%s by erofs-utils %s with uuid %s: %s"
            .formatted(recipe, release, uuid, differences.isEmpty() ? "the same" : "differs"));
    for (Difference difference : differences) {
      terminal.result("  %s at 0x%x".formatted(difference.structure(), difference.offset()));
      terminal.result("    ours  " + difference.expected());
      terminal.result("    node  " + difference.actual());
      difference.cause().ifPresent(cause -> terminal.result("    " + cause));
    }
  }

  private static JsonObject json(Difference difference) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("structure", difference.structure())
            .put("offset", difference.offset())
            .put("expected", difference.expected())
            .put("actual", difference.actual());
    return json.put("cause", difference.cause()).build();
  }
}
