package dev.layerseal.cli;

import dev.layerseal.bytes.Hex;
import dev.layerseal.erofs.ImageInode;
import dev.layerseal.erofs.ImageReader;
import dev.layerseal.erofs.KernelNeeds;
import dev.layerseal.erofs.disk.ErofsSuperblock;
import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.error.LayersealException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.tree.PrintableBytes;
import dev.layerseal.tree.Xattrs;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code layerseal erofs stat}. */
@CommandLine.Command(
    name = "stat",
    description = {
      "Shows one inode of an image.",
      "Without PATH: the image itself, and which kernel can mount it."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal erofs stat layer.erofs /etc/os-release"})
final class ErofsStatCommand extends ReportCommand {

  @CommandLine.Mixin ImageOptions image = new ImageOptions();

  @CommandLine.Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PATH",
      description = "the file")
  @Nullable String path;

  @Override
  protected ExitCode report() throws IOException, LayersealException {
    try (ImageReader reader = image.open()) {
      if (path == null) {
        image(reader);
      } else {
        inode(reader, path, image.find(reader, path));
      }
      return ExitCode.DONE;
    }
  }

  private void image(ImageReader reader) {
    ErofsSuperblock superblock = reader.superblock();
    KernelNeeds needs = KernelNeeds.of(superblock);
    if (json()) {
      terminal()
          .result(
              JsonWriter.pretty(
                  JsonObject.builder()
                      .put("uuid", Hex.encode(superblock.uuid()))
                      .put("blockSize", superblock.blockSize().bytes())
                      .put("blocks", superblock.blocks())
                      .put("inodes", superblock.inodes())
                      .put("devices", reader.devices().size())
                      .put("kernel", needs.kernel())
                      .put("config", JsonArray.ofStrings(needs.config()))
                      .build()));
      return;
    }
    row("uuid", Hex.encode(superblock.uuid()));
    row("block size", superblock.blockSize().toString());
    row("blocks", Long.toString(superblock.blocks()));
    row("inodes", Long.toString(superblock.inodes()));
    row("extra devices", Integer.toString(reader.devices().size()));
    row("lowest kernel", needs.kernel());
    row("kernel options", String.join(" ", needs.config()));
  }

  private void inode(ImageReader reader, String name, ImageInode inode)
      throws IOException, LayersealException {
    Xattrs xattrs = reader.xattrs(inode);
    if (json()) {
      JsonObjectBuilder json = InodeText.json(name, inode).put("xattrs", InodeText.json(xattrs));
      if (inode.type() == FileType.SYMLINK) {
        json.put("target", PrintableBytes.of(reader.target(inode)));
      }
      terminal().result(JsonWriter.pretty(json.build()));
      return;
    }
    row("path", PrintableBytes.of(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    row("type", InodeText.type(inode.type()));
    row("inode", "nid %d at 0x%x".formatted(inode.nid(), inode.offset()));
    row("mode", InodeText.mode(inode));
    row("owner", inode.disk().uid() + ":" + inode.disk().gid());
    row("links", Long.toString(inode.disk().linkCount()));
    row("size", Long.toString(inode.size()));
    row("mtime", InodeText.time(inode));
    if (inode.type() == FileType.SYMLINK) {
      row("target", PrintableBytes.of(reader.target(inode)));
    }
    for (Xattrs.Entry xattr : xattrs.entries()) {
      row("xattr", xattr + " = " + Hex.encode(xattr.value()));
    }
  }

  private void row(String name, String value) {
    terminal().result("%-15s%s".formatted(name, value));
  }
}
