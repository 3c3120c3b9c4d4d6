package dev.layerseal.composefs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The first lines of a random dumpfile with one or two mistakes in them. */
final class ChangedDumpfile {

  private static final int MAX_LINES = 12;

  private static final String[] PIECES = {
    "",
    " ",
    "  ",
    "-",
    "@",
    "\\",
    "\\x",
    "\\x2f",
    "\\x00",
    "\\x2e",
    "\\n",
    "=",
    "/",
    "//",
    ".",
    "..",
    ".5",
    "1.",
    "\n",
    "\n\n",
    "\t",
    "\r",
    "\0",
    "x",
    "%",
    "0",
    "-1",
    "+1",
    "0x10",
    "4294967296",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "user.a=b",
    "100644",
    "40755",
    "120777",
    "20644"
  };

  private final Random random;

  private ChangedDumpfile(Random random) {
    this.random = random;
  }

  /** The bytes of one dumpfile; most are no dumpfile any more. */
  static byte[] make(long seed) {
    byte[] good = seed % 2 == 0 ? RandomDumpfile.make(seed) : BoundaryDumpfile.make(seed);
    Random random = new Random(seed);
    List<String> lines = List.of(new String(good, ISO_8859_1).split("\n"));
    String text = String.join("\n", lines.subList(0, Math.min(lines.size(), MAX_LINES))) + "\n";
    ChangedDumpfile changes = new ChangedDumpfile(random);
    String bad = changes.change(random.nextBoolean() ? changes.change(text) : text);
    return bad.getBytes(ISO_8859_1);
  }

  private String change(String text) {
    if (text.isEmpty()) {
      return piece();
    }
    int at = random.nextInt(text.length());
    return switch (random.nextInt(4)) {
      case 0 -> text.substring(0, at) + text.substring(at + 1);
      case 1 -> text.substring(0, at) + piece() + text.substring(at);
      case 2 -> moved(text, "\n");
      default -> inOneLine(text);
    };
  }

  private String inOneLine(String text) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    int line = random.nextInt(lines.size());
    List<String> fields = new ArrayList<>(List.of(lines.get(line).split(" ", -1)));
    fields.set(random.nextInt(fields.size()), piece());
    String changed = String.join(" ", fields);
    lines.set(line, random.nextInt(3) == 0 ? moved(changed, " ") : changed);
    return String.join("\n", lines);
  }

  /** Two parts change places, or one goes, or comes twice. */
  private String moved(String text, String between) {
    List<String> parts = new ArrayList<>(List.of(text.split(between, -1)));
    int one = random.nextInt(parts.size());
    int other = random.nextInt(parts.size());
    switch (random.nextInt(3)) {
      case 0 -> Collections.swap(parts, one, other);
      case 1 -> parts.add(one, parts.get(other));
      default -> parts.remove(one);
    }
    return String.join(between, parts);
  }

  private String piece() {
    return PIECES[random.nextInt(PIECES.length)];
  }
}
