package dev.layerseal.cli;

import dev.layerseal.bytes.Hex;
import dev.layerseal.erofs.ImageInode;
import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.error.LayersealException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.tree.DeviceNumber;
import dev.layerseal.tree.Xattrs;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** An inode of an image in words and as JSON. */
final class InodeText {

  /** Letters of ls(1), by the type's number on disk. */
  private static final String TYPES = "?-dcbpsl";

  private static final String BITS = "rwxrwxrwx";

  private InodeText() {}

  /** The mode as ls(1) writes it. */
  static String mode(ImageInode inode) {
    StringBuilder text = new StringBuilder();
    text.append(TYPES.charAt(inode.type().code));
    int mode = inode.disk().mode();
    for (int i = 0; i < BITS.length(); i++) {
      text.append((mode & 0400 >> i) != 0 ? BITS.charAt(i) : '-');
    }
    special(text, 3, (mode & 04000) != 0, 's');
    special(text, 6, (mode & 02000) != 0, 's');
    special(text, 9, (mode & 01000) != 0, 't');
    return text.toString();
  }

  private static void special(StringBuilder text, int at, boolean set, char letter) {
    if (set) {
      boolean executable = text.charAt(at) == 'x';
      text.setCharAt(at, executable ? letter : Character.toUpperCase(letter));
    }
  }

  /** One line of a long listing, without the name. */
  static String line(ImageInode inode) {
    String size =
        inode.type() == FileType.CHARACTER_DEVICE || inode.type() == FileType.BLOCK_DEVICE
            ? DeviceNumber.decode(inode.disk().union()).toString()
            : Long.toString(inode.size());
    return "%s %d %d %d %s %s"
        .formatted(
            mode(inode),
            inode.disk().linkCount(),
            inode.disk().uid(),
            inode.disk().gid(),
            size,
            time(inode));
  }

  static String time(ImageInode inode) {
    try {
      return Instant.ofEpochSecond(inode.mtime(), inode.nanos()).toString();
    } catch (java.time.DateTimeException | ArithmeticException e) {
      return "@" + inode.mtime();
    }
  }

  static String type(FileType type) {
    return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static JsonObjectBuilder json(String path, ImageInode inode) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("path", path)
            .put("type", type(inode.type()))
            .put("nid", inode.nid())
            .put("offset", inode.offset())
            .put("layout", inode.disk().layout().name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .put("mode", "%06o".formatted(inode.disk().mode()))
            .put("links", inode.disk().linkCount())
            .put("uid", inode.disk().uid())
            .put("gid", inode.disk().gid())
            .put("size", inode.size())
            .put("mtime", inode.mtime())
            .put("mtimeNanos", inode.nanos());
    if (inode.type() == FileType.CHARACTER_DEVICE || inode.type() == FileType.BLOCK_DEVICE) {
      json.put("device", DeviceNumber.decode(inode.disk().union()).toString());
    }
    return json;
  }

  static JsonArray json(Xattrs xattrs) throws IOException, LayersealException {
    List<JsonObject> entries =
        xattrs.entries().stream()
            .map(
                entry ->
                    JsonObject.builder()
                        .put("name", entry.toString())
                        .put("value", Hex.encode(entry.value()))
                        .build())
            .toList();
    return JsonArray.of(entries);
  }
}
