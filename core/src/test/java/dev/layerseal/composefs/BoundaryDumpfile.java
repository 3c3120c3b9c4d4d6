package dev.layerseal.composefs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.layerseal.bytes.Hex;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A dumpfile whose fields take values at, and now and then beyond, their bounds: where blocks,
 * slots and inode forms end, the longest names, targets and xattrs, numbers of full width, forms of
 * one thing that are written differently.
 */
final class BoundaryDumpfile {

  private static final long[] SIZES = {
    1,
    2,
    64,
    4095,
    4096,
    4097,
    0xffffffffL,
    1L << 32,
    1L << 43,
    (1L << 43) + 1,
    (1L << 44) - 1,
    1L << 52,
    (1L << 53) - 1,
    1L << 53
  };
  private static final int[] CONTENTS = {
    1, 2, 63, 64, 65, 2047, 2048, 2049, 4000, 4064, 4095, 4096, 4097, 4999, 5000
  };
  private static final int[] TARGETS = {1, 2, 59, 3900, 4000, 4031, 4032, 4063, 4064, 4094, 4095};
  private static final String[] NUMBERS = {
    "0", "1", "007", "65535", "65536", "2147483648", "4294967295"
  };
  private static final String[] SECONDS = {
    "0",
    "1",
    "-1",
    "-4294967296",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "-9223372036854775807",
    "0012"
  };
  private static final String[] NANOS = {"0", "1", "5", "100000000", "999999999", "000"};
  private static final String[] XATTRS = {
    "user.",
    "user.overlay.opaque",
    "user.overlay.whiteouts",
    "security.",
    "security.selinux",
    "security.capability",
    "system.",
    "system.posix_acl_access",
    "system.posix_acl_default",
    "trusted.",
    "trusted.overlay.",
    "trusted.overlay.metacopy",
    "trusted.overlay.redirect",
    "trusted.overlay.origin",
    "trusted.overlay.whiteout",
    "trusted.overlay.overlay.overlay.x",
    "lustre.",
    "lustre.lov",
    "a",
    "-",
    "\\x3d",
    "@"
  };

  private final Random random;
  private final StringBuilder text = new StringBuilder();
  private final List<String> directories = new ArrayList<>(List.of(""));
  private final List<String> files = new ArrayList<>();
  private final List<String> later = new ArrayList<>();
  private final String commonTime;
  private int names;

  private BoundaryDumpfile(Random random) {
    this.random = random;
    this.commonTime = pick(SECONDS) + "." + pick(NANOS);
  }

  /** The bytes of one dumpfile; one in five is beyond a bound. */
  static byte[] make(long seed) {
    return new BoundaryDumpfile(new Random(seed)).make();
  }

  private byte[] make() {
    line("/", "0", "40755", "-", "-", "-");
    int count = random.nextInt(120);
    int beyond = random.nextInt(5) == 0 ? random.nextInt(1 + count) : -1;
    for (int i = 0; i < count; i++) {
      if (i == beyond) {
        beyond();
      }
      entry(path());
    }
    later.forEach(path -> external(path));
    if (random.nextInt(4) == 0) {
      text.setLength(text.length() - 1);
    }
    return text.toString().getBytes(ISO_8859_1);
  }

  private void entry(String path) {
    switch (random.nextInt(14)) {
      case 0, 1 -> {
        line(path, number(), "4" + permissions(), "-", "-", "-");
        directories.add(path);
      }
      case 2, 3 -> link(path);
      case 4 -> leaf(path, number(), "120777", letters(TARGETS), "-", "-");
      case 10 -> leaf(path, "7", "120777", letters(TARGETS), pick("-", "ignored"), "-");
      case 5 -> content(path, "10");
      case 6 -> content(path, random.nextBoolean() ? "1" : "14");
      case 7 -> leaf(path, number(), "2" + permissions(), "-", "-", "-");
      case 8 -> leaf(path, size(), pick("6", "1", "14") + permissions(), "gone", "-", "-");
      case 9 -> leaf(path, "0", "10" + permissions(), pick("-", "a/b"), "-", digest());
      default -> external(path);
    }
  }

  private void leaf(
      String path, String size, String mode, String payload, String content, String digest) {
    line(path, size, mode, payload, content, digest);
    files.add(path);
  }

  private void external(String path) {
    String payload =
        switch (random.nextInt(6)) {
          case 0 -> "-";
          case 1 -> "\\x2d";
          case 2 -> "/" + "p".repeat(random.nextInt(20));
          case 3 -> "p".repeat(4094 + random.nextInt(2));
          default -> "5a/" + "ab".repeat(31);
        };
    leaf(path, size(), "10" + permissions(), payload, "-", digest());
  }

  private void content(String path, String type) {
    int length = CONTENTS[random.nextInt(CONTENTS.length)];
    String content = random.nextInt(3) == 0 ? "\\x00".repeat(length) : "c".repeat(length);
    leaf(path, "" + length, type + permissions(), pick("-", "gone"), content, "-");
  }

  private void link(String path) {
    String target =
        files.isEmpty() || random.nextInt(5) == 0
            ? "/later" + names++
            : files.get(random.nextInt(files.size()));
    if (files.isEmpty() || target.startsWith("/later")) {
      later.add(target);
    }
    files.add(path);
    String type = pick("120000", "100644", "20644", "140000");
    text.append(path).append(" 0 @").append(type).append(" - x 7 - 0.0 ");
    text.append(target.startsWith("/n") ? target.substring(1) : target).append(" - -\n");
  }

  private void beyond() {
    String path = path();
    switch (random.nextInt(9)) {
      case 0 -> line(path + "n".repeat(256), "0", "100644", "-", "-", "-");
      case 1 -> line(path, "0", "120777", "t".repeat(4096), "-", "-");
      case 2 -> line(path, "5001", "100644", "-", "c".repeat(5001), "-");
      case 3 -> line(path, "" + ((1L << 53) + 1), "100644", "-", "-", "-");
      case 4 -> line(path, "4", pick("100644", "120777"), "t", "ccc", "-");
      case 5 -> line(path, "4", "100644", "p".repeat(4096), "-", "-");
      case 6 -> line(path, "0", pick("644", "30644", "170644"), "-", "-", "-");
      case 7 -> text.append(path).append(" 0 @100644 - - - - 0.0 /nowhere - -\n");
      default -> text.append(path).append("/below 0 100644 1 0 0 0 0.0 - - -\n");
    }
  }

  private void line(
      String path, String size, String mode, String payload, String content, String digest) {
    text.append(path).append(' ').append(size).append(' ').append(mode).append(' ');
    text.append(number()).append(' ').append(number()).append(' ').append(number()).append(' ');
    text.append(number()).append(' ');
    text.append(random.nextInt(3) == 0 ? pick(SECONDS) + "." + pick(NANOS) : commonTime);
    text.append(' ').append(payload).append(' ').append(content).append(' ').append(digest);
    switch (random.nextInt(8)) {
      case 0 -> fewXattrs();
      case 1 -> manyXattrs();
      case 2 -> largestXattrs();
      case 3 -> text.append(' ');
      default -> {}
    }
    text.append('\n');
  }

  private void fewXattrs() {
    for (int i = random.nextInt(12); i >= 0; i--) {
      String value = pick("", "-", "=", "a=b", "\\x00", "\\xFF", "x".repeat(random.nextInt(300)));
      text.append(' ').append(pick(XATTRS)).append(random.nextInt(4) == 0 ? "n" : "");
      text.append('=').append(value);
    }
  }

  /** More than may be shared. */
  private void manyXattrs() {
    int count = 120 + random.nextInt(20);
    for (int i = 0; i < count; i++) {
      text.append(" user.").append(i).append(random.nextInt(40) == 0 ? "=other" : "=same");
    }
  }

  /** Up to the last byte that one inode may have, or one more. */
  private void largestXattrs() {
    String name = "user." + "k".repeat(250);
    int first = random.nextInt(2) == 0 ? 0 : 7 + 8 + random.nextInt(2000);
    if (first > 0) {
      text.append(" security=").append("v".repeat(first - 15));
    }
    int rest = 32767 - 12 - first - 7 - 255 + (random.nextInt(400) == 0 ? 1 : 0);
    text.append(' ').append(name).append('=').append("v".repeat(rest));
  }

  private String path() {
    String parent = directories.get(random.nextInt(directories.size()));
    String number = "" + names++;
    String name =
        switch (random.nextInt(9)) {
          case 0 -> "n".repeat(255 - number.length());
          case 1 -> "n".repeat(254 - number.length());
          case 2 -> pick("!", "-", ".", "..", "\\x20", "\\xfF", "\\n\\r\\t\\\\", "@", "=");
          default -> "n";
        };
    return parent + pick("/", "/", "//", "\\x2f") + name + number;
  }

  private String digest() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String hex = Hex.encode(bytes);
    return pick("-", hex, hex.toUpperCase(java.util.Locale.ROOT));
  }

  private String letters(int... lengths) {
    return pick("t", "\\xe9").repeat(lengths[random.nextInt(lengths.length)]);
  }

  private String size() {
    return "" + SIZES[random.nextInt(SIZES.length)];
  }

  private String number() {
    return random.nextInt(3) == 0 ? pick(NUMBERS) : "1";
  }

  private String permissions() {
    return "%04o".formatted(random.nextInt(3) == 0 ? random.nextInt(010000) : 0644);
  }

  private String pick(String... values) {
    return values[random.nextInt(values.length)];
  }
}
