package dev.layerseal.composefs;

import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.error.FormatException;
import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.tree.Metadata;
import dev.layerseal.tree.Xattrs;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of a dumpfile, checked as far as a line alone allows.
 *
 * @param hardLink whether the line is another name of the file at {@code payload}; everything but
 *     path, type and payload is nothing then
 * @param device Linux's 32-bit device number
 * @param payload symlink target, backing path or link target; null for none
 * @param content inline content; null for none
 */
record DumpfileEntry(
    byte[] path,
    boolean hardLink,
    FileType type,
    long size,
    Metadata metadata,
    long device,
    byte @Nullable [] payload,
    byte @Nullable [] content,
    @Nullable FsVerityDigest digest) {

  static final int MAX_INLINE = 5000;
  static final int MAX_PAYLOAD = 4095;

  /** The bits of a mode that count: type and permissions. */
  private static final int MODE_BITS = 0177777;

  private static final long MAX_UNSIGNED = 0xffffffffL;
  private static final int MAX_NANOS = 999_999_999;

  /** Longest text of all xattrs of a line together. */
  private static final int MAX_XATTR_TEXT = 65535;

  private static final Metadata NOTHING = new Metadata(0, 0, 0, 0, 0, 0, Xattrs.NONE);

  /**
   * @param strict whether fields without a meaning have to be empty, as {@code CFS_PARSE_STRICT}
   *     asks of mkcomposefs
   */
  static DumpfileEntry parse(DumpfileLine line, boolean strict) throws FormatException {
    byte[] path = line.field(DumpfileField.PATH).unescapedString();
    if (path.length == 0) {
      throw line.malformed("it is empty");
    }
    line.field(DumpfileField.SIZE);
    DumpfileLine sizeField = line.copy();
    line.field(DumpfileField.MODE);
    boolean hardLink = line.skip('@');
    int mode = (int) line.number(8, MAX_UNSIGNED) & MODE_BITS;
    FileType type = FileType.ofMode(mode).orElse(null);
    if (type == null) {
      throw line.malformed("%o has no known file type".formatted(mode));
    }
    if (hardLink) {
      return hardLink(line, path, type);
    }
    long size = sizeField.number(10, Long.MAX_VALUE);
    long linkCount = line.field(DumpfileField.NLINK).number(10, MAX_UNSIGNED);
    long uid = line.field(DumpfileField.UID).number(10, MAX_UNSIGNED);
    long gid = line.field(DumpfileField.GID).number(10, MAX_UNSIGNED);
    long device = line.field(DumpfileField.RDEV).number(10, MAX_UNSIGNED);
    if (strict && device != 0 && !isDevice(type)) {
      throw line.malformed("it is not 0 for something that is no device");
    }
    long[] mtime = line.field(DumpfileField.MTIME).time(MAX_NANOS);
    byte[] payload = payload(line, type);
    byte[] content = content(line, type, size, strict);
    boolean external = type == FileType.REGULAR && content == null && size > 0;
    FsVerityDigest digest = digest(line, external);
    if (type == FileType.SYMLINK && strict && payload != null && size != payload.length) {
      throw sizeField.malformed("it is " + size + ", the target has " + payload.length + " bytes");
    }
    if (external && size > ChunkTable.MAX_FILE) {
      throw sizeField.malformed("a file of " + size + " bytes is too large, at most 2^53");
    }
    Metadata metadata =
        new Metadata(
            mode & ~FileType.MODE_MASK,
            uid,
            gid,
            linkCount,
            mtime[0],
            (int) mtime[1],
            xattrs(line));
    return new DumpfileEntry(path, false, type, size, metadata, device, payload, content, digest);
  }

  private static DumpfileEntry hardLink(DumpfileLine line, byte[] path, FileType type)
      throws FormatException {
    if (type == FileType.DIRECTORY) {
      throw line.malformed("a directory can have no hard link");
    }
    for (DumpfileField field : EnumSet.range(DumpfileField.NLINK, DumpfileField.MTIME)) {
      line.field(field);
    }
    line.field(DumpfileField.PAYLOAD);
    if (line.none()) {
      throw line.malformed("a hard link needs a target");
    }
    byte[] target = line.unescapedString();
    return new DumpfileEntry(path, true, type, 0, NOTHING, 0, target, null, null);
  }

  private static boolean isDevice(FileType type) {
    return type == FileType.CHARACTER_DEVICE || type == FileType.BLOCK_DEVICE;
  }

  private static byte @Nullable [] payload(DumpfileLine line, FileType type)
      throws FormatException {
    line.field(DumpfileField.PAYLOAD);
    byte[] payload = line.none() ? null : line.unescapedString();
    if (type == FileType.SYMLINK && (payload == null || payload.length == 0)) {
      throw line.malformed("a symlink needs a target");
    }
    if (payload != null && payload.length > MAX_PAYLOAD) {
      throw line.malformed("it has " + payload.length + " bytes, expected at most " + MAX_PAYLOAD);
    }
    return payload;
  }

  private static byte @Nullable [] content(
      DumpfileLine line, FileType type, long size, boolean strict) throws FormatException {
    byte[] content = line.field(DumpfileField.CONTENT).optional();
    if (content == null) {
      return null;
    }
    boolean symlink = type == FileType.SYMLINK;
    if (symlink && strict && content.length > 0) {
      throw line.malformed("a symlink has no content");
    }
    if (!symlink && content.length > MAX_INLINE) {
      throw line.malformed("it has " + content.length + " bytes, expected at most " + MAX_INLINE);
    }
    if (content.length != size) {
      throw line.malformed("it has " + content.length + " bytes, SIZE says " + size);
    }
    return symlink || content.length == 0 ? null : content;
  }

  /** The tool takes what is in its memory for an empty digest; without use it may be missing. */
  private static @Nullable FsVerityDigest digest(DumpfileLine line, boolean used)
      throws FormatException {
    line.field(DumpfileField.DIGEST);
    if (line.none()) {
      return null;
    }
    byte[] hex = line.unescapedString();
    if (hex.length == 0 && !used) {
      return null;
    }
    String text = new String(hex, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    try {
      return FsVerityDigest.parse(text);
    } catch (FormatException e) {
      throw line.malformed(String.valueOf(e.getMessage()));
    }
  }

  private static Xattrs xattrs(DumpfileLine line) throws FormatException {
    if (!line.more()) {
      return Xattrs.NONE;
    }
    if (line.remaining() > MAX_XATTR_TEXT) {
      throw line.malformed("the xattrs take more than " + MAX_XATTR_TEXT + " bytes");
    }
    XattrSet xattrs = new XattrSet();
    while (line.more()) {
      byte[] name = line.field(DumpfileField.XATTR).key();
      byte[] value = line.unescaped();
      try {
        xattrs.put(name, value);
      } catch (FormatException e) {
        throw line.malformed(String.valueOf(e.getMessage()));
      }
    }
    return xattrs.xattrs();
  }
}
