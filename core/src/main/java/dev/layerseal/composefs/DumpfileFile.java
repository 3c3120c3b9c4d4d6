package dev.layerseal.composefs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.tree.Metadata;
import dev.layerseal.tree.Xattrs;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file as a line of a dumpfile shows it.
 *
 * @param payload symlink target or backing path; null for none
 * @param content inline content; null for none
 * @param device Linux's 32-bit device number
 */
record DumpfileFile(
    FileType type,
    long size,
    Metadata metadata,
    long device,
    byte @Nullable [] payload,
    byte @Nullable [] content,
    @Nullable FsVerityDigest digest) {

  /**
   * Appends the canonical line of the file.
   *
   * @param path without a slash in front; empty for the root
   * @param first path of the same inode that came before: this is a hard link to it
   */
  void write(ByteArrayOutputStream out, byte[] path, byte @Nullable [] first) {
    out.write('/');
    DumpfileEscapes.escape(out, path, false);
    int mode = type.mode | metadata.permissions();
    text(out, " " + Long.toUnsignedString(size) + (first == null ? " " : " @"));
    text(out, Integer.toOctalString(mode) + " " + metadata.linkCount());
    text(out, " " + metadata.uid() + " " + metadata.gid() + " " + device);
    text(out, " " + metadata.mtime() + "." + metadata.mtimeNanos() + " ");
    if (first == null) {
      optional(out, payload);
    } else {
      out.write('/');
      DumpfileEscapes.escape(out, first, false);
    }
    out.write(' ');
    optional(out, content);
    text(out, " " + (digest == null ? "-" : digest));
    for (Xattrs.Entry xattr : metadata.xattrs().entries()) {
      out.write(' ');
      DumpfileEscapes.escape(out, xattr.name(), true);
      out.write('=');
      DumpfileEscapes.escape(out, xattr.value(), true);
    }
    out.write('\n');
  }

  private static void optional(ByteArrayOutputStream out, byte @Nullable [] value) {
    if (value == null) {
      out.write('-');
    } else if (value.length == 1 && value[0] == '-') {
      DumpfileEscapes.hex(out, value[0]);
    } else {
      DumpfileEscapes.escape(out, value, false);
    }
  }

  private static void text(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(ISO_8859_1));
  }
}
