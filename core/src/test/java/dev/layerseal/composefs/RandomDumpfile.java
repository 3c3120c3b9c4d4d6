package dev.layerseal.composefs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A dumpfile of a random tree: all file types, names of all bytes, hard links before and after
 * their file, xattrs that are shared and that are large, sizes around every boundary.
 */
final class RandomDumpfile {

  private static final String[] XATTR_NAMES = {
    "user.a",
    "user.overlay.whiteout",
    "security.selinux",
    "security.capability",
    "system.posix_acl_access",
    "system.posix_acl_default",
    "system.posix_acl_accessX",
    "trusted.overlay.opaque",
    "trusted.overlay.overlay.metacopy",
    "trusted.x",
    "lustre.lov",
    "plain"
  };

  private final Random random;
  private final StringBuilder text = new StringBuilder();
  private final List<String> directories = new ArrayList<>();
  private final List<String> files = new ArrayList<>();
  private final Set<String> used = new HashSet<>();
  private final boolean whiteouts;
  private final boolean hugeFiles;
  private final long[] times;

  private RandomDumpfile(Random random) {
    this.random = random;
    this.whiteouts = random.nextInt(3) == 0;
    this.hugeFiles = random.nextInt(6) == 0;
    this.times = new long[1 + random.nextInt(3)];
    for (int i = 0; i < times.length; i++) {
      times[i] = random.nextInt(5) == 0 ? -random.nextInt(1000) : random.nextLong(4_000_000_000L);
    }
  }

  /** The bytes of one dumpfile. */
  static byte[] make(long seed) {
    return new RandomDumpfile(new Random(seed)).make();
  }

  private byte[] make() {
    line("/", "0", "4" + permissions(), "-", "-");
    directories.add("");
    int count = random.nextInt(10) == 0 ? random.nextInt(900) : random.nextInt(60);
    List<String> later = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String parent = directories.get(random.nextInt(1 + random.nextInt(directories.size())));
      String path = parent + "/" + name();
      if (!used.add(path)) {
        continue;
      }
      int kind = random.nextInt(20);
      if (kind < 4) {
        line(path, "4096", "4" + permissions(), "-", "-");
        directories.add(path);
      } else if (kind < 6 && !files.isEmpty()) {
        hardLink(path, files.get(random.nextInt(files.size())));
      } else if (kind == 6) {
        later.add(path);
        hardLink(path, path + "-target");
        used.add(path + "-target");
      } else {
        leaf(path);
      }
    }
    later.forEach(path -> leaf(path + "-target"));
    return text.toString().getBytes(ISO_8859_1);
  }

  private void leaf(String path) {
    files.add(path);
    switch (random.nextInt(9)) {
      case 0 -> line(path, "0", "120777", escape(bytes(symlinkLength())), "-");
      case 1 -> special(path, "2", random.nextInt(4) == 0 && whiteouts ? 0 : 1 + device());
      case 2 -> special(path, "6", device());
      case 3 -> special(path, random.nextBoolean() ? "1" : "14", 0);
      case 4 -> line(path, "0", "10" + permissions(), "-", "-");
      case 5, 6 -> {
        byte[] content = bytes(1 + random.nextInt(random.nextInt(4) == 0 ? 5000 : 64));
        line(path, "" + content.length, "10" + permissions(), "-", escape(content));
      }
      default -> external(path);
    }
  }

  private void external(String path) {
    long size = 1 + random.nextLong(1L << random.nextInt(1, hugeFiles ? 54 : 40));
    size = Math.min(size, 1L << 53);
    byte[] digest = bytes(32);
    String hex = dev.layerseal.bytes.Hex.encode(digest);
    boolean named = random.nextInt(4) != 0;
    String payload =
        named ? hex.substring(0, 2) + "/" + hex.substring(2) : escape(bytes(random.nextInt(300)));
    line(
        path,
        "" + size,
        "10" + permissions(),
        payload.isEmpty() ? "-" : payload,
        "-",
        0,
        random.nextInt(5) == 0 ? "-" : hex);
  }

  private void special(String path, String type, long device) {
    line(path, "0", type + permissions(), "-", "-", device, "-");
  }

  private long device() {
    return random.nextInt(2) == 0 ? random.nextInt(1 << 16) : random.nextLong(0xffffffffL);
  }

  private int symlinkLength() {
    return switch (random.nextInt(5)) {
      case 0 -> 1 + random.nextInt(4095);
      case 1 -> 4095 - random.nextInt(120);
      default -> 1 + random.nextInt(60);
    };
  }

  private void hardLink(String path, String target) {
    text.append(path).append(" 0 @120000 - - - - 0.0 ").append(target).append(" - -\n");
  }

  private void line(String path, String size, String mode, String payload, String content) {
    line(path, size, mode, payload, content, 0, "-");
  }

  private void line(
      String path,
      String size,
      String mode,
      String payload,
      String content,
      long device,
      String digest) {
    text.append(path).append(' ').append(size).append(' ').append(mode).append(' ');
    text.append(random.nextInt(30) == 0 ? 65536 : 1 + random.nextInt(3)).append(' ');
    text.append(owner()).append(' ').append(owner()).append(' ').append(device).append(' ');
    text.append(times[random.nextInt(times.length)]).append('.');
    text.append(random.nextInt(4) == 0 ? random.nextInt(1_000_000_000) : 0).append(' ');
    text.append(payload).append(' ').append(content).append(' ').append(digest);
    xattrs();
    text.append('\n');
  }

  private void xattrs() {
    int count = random.nextInt(3) == 0 ? random.nextInt(8) : 0;
    for (int i = 0; i < count; i++) {
      String name = XATTR_NAMES[random.nextInt(XATTR_NAMES.length)];
      if (random.nextInt(5) == 0) {
        name += escape(bytes(1 + random.nextInt(10))).replace("=", "\\x3d");
      }
      int length = random.nextInt(20) == 0 ? random.nextInt(6000) : random.nextInt(30);
      String value =
          random.nextInt(2) == 0 ? "shared" + random.nextInt(3) : escape(withZeros(length));
      text.append(' ').append(name).append('=').append(value);
    }
  }

  private String owner() {
    return random.nextInt(10) == 0 ? "" + random.nextLong(0xffffffffL) : "" + random.nextInt(3);
  }

  private String permissions() {
    return "%04o".formatted(random.nextInt(4) == 0 ? random.nextInt(010000) : 0644);
  }

  private String name() {
    int length =
        switch (random.nextInt(12)) {
          case 0 -> 255 - 7;
          case 1 -> 1 + random.nextInt(2);
          default -> 1 + random.nextInt(20);
        };
    if (random.nextInt(12) == 0) {
      return "%02x".formatted(random.nextInt(256));
    }
    String name = escape(bytes(length)).replace("/", "s");
    return name.equals(".") || name.equals("..") ? "dots" : name;
  }

  /** Mostly letters, now and then any byte but zero. */
  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    boolean any = random.nextInt(4) == 0;
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (any ? 1 + random.nextInt(255) : 'a' + random.nextInt(26));
    }
    return bytes;
  }

  private byte[] withZeros(int length) {
    byte[] bytes = bytes(length);
    for (int i = 0; i < length; i += 7) {
      bytes[i] = 0;
    }
    return bytes;
  }

  private static String escape(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DumpfileEscapes.escape(out, bytes, false);
    return out.toString(ISO_8859_1);
  }
}
