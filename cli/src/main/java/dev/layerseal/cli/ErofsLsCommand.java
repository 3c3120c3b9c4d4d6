package dev.layerseal.cli;

import dev.layerseal.erofs.DirectoryEntry;
import dev.layerseal.erofs.ImageInode;
import dev.layerseal.erofs.ImageReader;
import dev.layerseal.error.LayersealException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** {@code layerseal erofs ls}. */
@CommandLine.Command(
    name = "ls",
    description = "Lists a directory of an image.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal erofs ls -l layer.erofs /etc"})
final class ErofsLsCommand extends ReportCommand {

  @CommandLine.Mixin ImageOptions image = new ImageOptions();

  @CommandLine.Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PATH",
      defaultValue = "/",
      description = "the directory or file (default: /)")
  String path = "/";

  @CommandLine.Option(names = "-l", description = "mode, links, owner, size and time too")
  boolean details;

  @Override
  protected ExitCode report() throws IOException, LayersealException {
    try (ImageReader reader = image.open()) {
      ImageInode inode = image.find(reader, path);
      List<JsonObject> json = new ArrayList<>();
      if (inode.isDirectory()) {
        for (DirectoryEntry entry : reader.entries(inode)) {
          show(reader.typed(entry), entry.name().toString(), json);
        }
      } else {
        show(inode, path, json);
      }
      if (json()) {
        terminal().result(JsonWriter.pretty(JsonArray.of(json)));
      }
      return ExitCode.DONE;
    }
  }

  private void show(ImageInode inode, String name, List<JsonObject> json) {
    if (json()) {
      json.add(InodeText.json(name, inode).build());
    } else {
      terminal().result(details ? InodeText.line(inode) + " " + name : name);
    }
  }
}
