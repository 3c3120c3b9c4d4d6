package dev.layerseal.cli;

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
import dev.layerseal.recipe.UuidRule;
import dev.layerseal.seal.LayerConverter;
import dev.layerseal.seal.LayerSource;
import dev.layerseal.seal.TarIndexImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Compares the image that a node made of a layer with what the two writers make of it. */
final class NodeImage {

  private final Terminal terminal;
  private final boolean json;

  NodeImage(Terminal terminal, boolean json) {
    this.terminal = terminal;
    this.json = json;
  }

  /** Says what differs; true when one writer makes the node's bytes. */
  boolean compare(
      LayerSource layer, Path file, LayerConverter.Settings settings, List<JsonObject> report)
      throws LayersealException, IOException {
    try (ImageSource node = ImageSource.open(file)) {
      Uuid uuid = uuid(node);
      boolean same = false;
      for (ErofsUtils writer : List.of(ErofsUtils.V1_9, ErofsUtils.V1_8)) {
        byte[] ours = TarIndexImage.metadata(layer, writer, uuid, settings);
        List<Difference> differences = ImageDifference.compare(ImageSource.of(ours), node);
        same |= differences.isEmpty();
        show(writer == ErofsUtils.V1_9 ? "1.9" : "1.8", uuid, differences, report);
      }
      return same;
    }
  }

  /** The node's UUID, so that it is no difference; ours where it cannot be read. */
  private static Uuid uuid(ImageSource node) throws IOException {
    try {
      ImageReader reader = ImageReader.open(node);
      return Uuid.of(reader.superblock().uuid(), 0);
    } catch (LayersealException e) {
      return UuidRule.FIXED_UUID;
    }
  }

  private void show(
      String writer, Uuid uuid, List<Difference> differences, List<JsonObject> report) {
    if (json) {
      report.add(
          JsonObject.builder()
              .put("writer", writer)
              .put("uuid", uuid.toString())
              .put("same", differences.isEmpty())
              .put("differences", JsonArray.of(differences.stream().map(NodeImage::json).toList()))
              .build());
      return;
    }
    terminal.result(
        "tar-index by erofs-utils %s with uuid %s: %s"
            .formatted(writer, uuid, differences.isEmpty() ? "the same" : "differs"));
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
