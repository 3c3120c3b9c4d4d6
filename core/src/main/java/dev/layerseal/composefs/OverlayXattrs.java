package dev.layerseal.composefs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.tree.Xattrs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The xattrs that tell overlayfs where content is and what is deleted, and how others give way. */
final class OverlayXattrs {

  static final byte[] METACOPY = name("trusted.overlay.metacopy");
  static final byte[] REDIRECT = name("trusted.overlay.redirect");
  static final byte[] OPAQUE = name("trusted.overlay.opaque");
  static final byte[] PREFIX = name("trusted.overlay.");

  /** What is put behind {@link #PREFIX} so that overlayfs passes an xattr on to the level above. */
  static final byte[] ESCAPE = name("overlay.");

  static final byte[] ESCAPED_WHITEOUT = name("trusted.overlay.overlay.whiteout");
  static final byte[] USER_WHITEOUT = name("user.overlay.whiteout");
  static final byte[] ESCAPED_WHITEOUTS = name("trusted.overlay.overlay.whiteouts");
  static final byte[] USER_WHITEOUTS = name("user.overlay.whiteouts");
  static final byte[] ESCAPED_OPAQUE = name("trusted.overlay.overlay.opaque");
  static final byte[] USER_OPAQUE = name("user.overlay.opaque");

  private static final byte[] EMPTY = {};
  private static final byte[] YES = {'y'};

  /** Value of opaque that says: look for whiteouts in the form of xattrs. */
  private static final byte[] XATTR_WHITEOUTS = {'x'};

  private OverlayXattrs() {}

  /** All xattrs of {@code planned}, by name, as composefs_version 0 and 1 have them. */
  static List<Xattrs.Entry> epoch1(PlannedInode planned, int version) {
    Xattrs own = planned.inode.metadata().xattrs();
    ExternalContent external = planned.external();
    boolean root = planned.role == PlannedInode.Role.ROOT;
    boolean whiteout = planned.isWhiteout();
    if (own.isEmpty() && external == null && !root && !whiteout && !planned.holdsWhiteout) {
      return List.of();
    }
    TreeMap<byte[], byte[]> all = new TreeMap<>(Arrays::compareUnsigned);
    own.entries().forEach(xattr -> all.put(escaped(xattr.name()), xattr.value()));
    if (external != null) {
      all.put(METACOPY, metacopy(external.digest().orElse(null)));
      if (external.path().length > 0) {
        all.put(REDIRECT, redirect(external.path()));
      }
    }
    if (whiteout) {
      all.put(ESCAPED_WHITEOUT, EMPTY);
      all.put(USER_WHITEOUT, EMPTY);
    }
    if (planned.holdsWhiteout) {
      all.put(ESCAPED_WHITEOUTS, EMPTY);
      all.put(USER_WHITEOUTS, EMPTY);
      if (version >= 1) {
        all.put(ESCAPED_OPAQUE, XATTR_WHITEOUTS);
        all.put(USER_OPAQUE, XATTR_WHITEOUTS);
      }
    }
    if (root) {
      all.put(OPAQUE, YES);
    }
    return all.entrySet().stream()
        .map(xattr -> new Xattrs.Entry(xattr.getKey(), xattr.getValue()))
        .toList();
  }

  /** All xattrs of {@code planned} as composefs_version 2 has them: overlayfs's own come first. */
  static List<Xattrs.Entry> epoch2(PlannedInode planned) {
    ExternalContent external = planned.external();
    List<Xattrs.Entry> all = new ArrayList<>();
    if (external != null) {
      all.add(new Xattrs.Entry(METACOPY, metacopy(external.digest().orElse(null))));
      if (external.path().length > 0) {
        all.add(new Xattrs.Entry(REDIRECT, redirect(external.path())));
      }
    }
    planned.inode.metadata().xattrs().entries().stream()
        .map(xattr -> new Xattrs.Entry(escaped(xattr.name()), xattr.value()))
        .sorted(Comparator.comparing(Xattrs.Entry::name, Arrays::compareUnsigned))
        .forEach(all::add);
    return all;
  }

  /** {@code name}, made so that overlayfs does not take the xattr for its own. */
  static byte[] escaped(byte[] name) {
    if (!startsWith(name, PREFIX)) {
      return name;
    }
    return new ByteWriter(name.length + ESCAPE.length)
        .bytes(PREFIX)
        .bytes(ESCAPE)
        .bytes(name, PREFIX.length, name.length - PREFIX.length)
        .toByteArray();
  }

  /**
   * Value of the metacopy xattr ({@code struct ovl_metacopy}); empty without a digest.
   *
   * <pre>
   * 0x00  u8   version      0
   * 0x01  u8   len          4 and the length of the digest
   * 0x02  u8   flags        0
   * 0x03  u8   digest_algo  1 SHA-256, 2 SHA-512
   * 0x04  u8[] digest
   * </pre>
   */
  static byte[] metacopy(@Nullable FsVerityDigest digest) {
    if (digest == null) {
      return EMPTY;
    }
    byte[] bytes = digest.toByteArray();
    return new ByteWriter(4 + bytes.length)
        .u8(0)
        .u8(4 + bytes.length)
        .u8(0)
        .u8(digest.algorithm().code())
        .bytes(bytes)
        .toByteArray();
  }

  /** Value of the redirect xattr: the path below the object store, with a slash in front. */
  static byte[] redirect(byte[] path) {
    return new ByteWriter(1 + path.length).u8('/').bytes(path).toByteArray();
  }

  /** Takes away what the writer added, and takes back how it made others give way. */
  static Xattrs visible(List<Xattrs.Entry> all) {
    List<Xattrs.Entry> visible = new ArrayList<>();
    for (Xattrs.Entry xattr : all) {
      byte[] name = xattr.name();
      if (Arrays.equals(name, ESCAPED_WHITEOUTS)
          || Arrays.equals(name, ESCAPED_WHITEOUT)
          || Arrays.equals(name, USER_WHITEOUT)
          || Arrays.equals(name, USER_WHITEOUTS)) {
        continue;
      }
      unescaped(name).ifPresent(own -> visible.add(new Xattrs.Entry(own, xattr.value())));
    }
    return new Xattrs(visible);
  }

  private static Optional<byte[]> unescaped(byte[] name) {
    if (!startsWith(name, PREFIX)) {
      return Optional.of(name);
    }
    byte[] rest = Arrays.copyOfRange(name, PREFIX.length, name.length);
    if (!startsWith(rest, ESCAPE)) {
      return Optional.empty();
    }
    int prefix = PREFIX.length;
    byte[] own = Arrays.copyOf(name, name.length - ESCAPE.length);
    System.arraycopy(rest, ESCAPE.length, own, prefix, rest.length - ESCAPE.length);
    return Optional.of(own);
  }

  static boolean startsWith(byte[] name, byte[] prefix) {
    return name.length >= prefix.length
        && Arrays.equals(name, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static byte[] name(String text) {
    return text.getBytes(US_ASCII);
  }
}
