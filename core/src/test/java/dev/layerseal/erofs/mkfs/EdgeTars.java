package dev.layerseal.erofs.mkfs;

import dev.layerseal.erofs.mkfs.TarBytes.Header;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Layers made by hand, each for one rule of docs/formats/tar-layers.md. */
public final class EdgeTars {

  private final Map<String, byte[]> tars = new LinkedHashMap<>();

  private EdgeTars() {}

  /** All of them, by what they show. */
  public static Map<String, byte[]> all() {
    EdgeTars edges = new EdgeTars();
    edges.ends();
    edges.numbers();
    edges.names();
    edges.paxTimes();
    edges.paxValues();
    edges.paxGlobal();
    edges.longNames();
    edges.types();
    edges.offsets();
    edges.whiteouts();
    edges.links();
    edges.replacements();
    edges.xattrs();
    edges.devices();
    edges.directories();
    return edges.tars;
  }

  private void put(String name, TarBytes tar) {
    tars.put(name, tar.end());
  }

  private void cut(String name, TarBytes tar, int bytes) {
    byte[] whole = tar.toByteArray();
    tars.put(name, Arrays.copyOf(whole, whole.length - bytes));
  }

  private static TarBytes tar() {
    return new TarBytes();
  }

  private static Header file(String name) {
    return new Header('0', name);
  }

  private void ends() {
    tars.put("nothing", new byte[0]);
    tars.put("one-zero-block", new byte[512]);
    tars.put("two-zero-blocks", new byte[1024]);
    tars.put("many-zero-blocks", new byte[20480]);
    cut("no-end", tar().file("a", "x"), 0);
    cut("one-end-block", tar().file("a", "x").zeros(512), 0);
    cut("half-header", tar().file("a", "x").add(file("b")), 200);
    cut("half-end", tar().file("a", "x").zeros(700), 0);
    cut("cut-in-data", tar().add(file("a"), new byte[1000]), 600);
    cut("cut-in-padding", tar().add(file("a"), new byte[1000]), 10);
    cut("cut-before-padding", tar().add(file("a"), new byte[1000]), 24);
    cut("cut-in-pax", tar().file("b", "x").pax("mtime", "5", "comment", "y".repeat(900)), 700);
    cut("cut-before-pax", tar().file("b", "x").add(new Header('x', "p").size(30)), 0);
    cut("cut-before-whole-pax", tar().file("b", "x").add(new Header('x', "p").size(512)), 0);
    cut("cut-in-long-name", tar().file("b", "x").longName('L', "n".repeat(300)), 400);
    cut("cut-in-dropped", tar().file("b", "x").add(new Header('S', "s"), new byte[900]), 700);
    cut("cut-in-dropped-blocks", tar().add(new Header('S', "s"), new byte[1024]), 512);
    put(
        "single-zero-blocks",
        tar().file("a", "x").zeros(512).file("b", "y").zeros(512).file("c", ""));
    put("zero-block-in-entry", tar().pax("mtime", "5").zeros(512).file("a", "x"));
    put("zero-blocks-around-pax", tar().zeros(512).pax("mtime", "5").zeros(512).file("a", "x"));
    put("garbage-behind-end", tar().file("a", "x").zeros(1024).raw(new byte[] {1, 2, 3}));
    put("zero-name-byte", tar().file("a", "x").raw(headerStartingWithZero()).file("b", "y"));
  }

  private static byte[] headerStartingWithZero() {
    byte[] block = new byte[512];
    Arrays.fill(block, 1, 512, (byte) 'z');
    return block;
  }

  private void numbers() {
    String[] modes = {
      "0000644", "644 ", "  644", "+0644", "-0644", "8", "", " ", "\t", "7 x", "7\tx"
    };
    for (String mode : modes) {
      put("mode-" + mode, tar().add(file("a").text(100, 8, mode)));
      put("uid-" + mode, tar().add(file("a").text(108, 8, mode)));
      put("mtime-" + mode, tar().add(file("a").text(136, 12, mode)));
      put(
          "dev-" + mode,
          tar()
              .file("x", "x")
              .add(new Header('3', "a").device(1, 2).text(329, 8, mode))
              .file("b", ""));
      put(
          "minor-" + mode,
          tar()
              .file("x", "x")
              .add(new Header('4', "a").device(1, 2).text(337, 8, mode))
              .file("b", ""));
    }
    put("mode-type-bits", tar().add(file("a").text(100, 8, "0120777")));
    put("mode-of-eight-digits", tar().add(file("a").text(100, 8, "77777777")));
    for (int first : new int[] {0x80, 0xff, 0x81}) {
      byte[] value = {(byte) first, 0, 0, 0, 0, 1, 0x12, 0x34, 0x56, 0x78, 0x12, 0x34};
      put("base-256-mtime-" + first, tar().add(file("a").field(136, 12, value)));
      put("base-256-uid-" + first, tar().add(file("a").field(108, 8, value)));
      put(
          "base-256-size-" + first,
          tar()
              .add(
                  file("a")
                      .field(124, 12, new byte[] {(byte) first, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3}))
              .raw(new byte[512]));
      byte[] ones = new byte[12];
      Arrays.fill(ones, (byte) 0xff);
      ones[0] = (byte) first;
      put("base-256-negative-mtime-" + first, tar().add(file("a").field(136, 12, ones)));
      put("base-256-negative-uid-" + first, tar().add(file("a").field(108, 8, ones)));
      put("base-256-negative-size-" + first, tar().add(file("a").field(124, 12, ones)));
    }
    put("signed-checksum", tar().raw(signedChecksum()));
    put("bytes-behind-500", tar().raw(behind500()));
    put("bad-checksum", tar().file("a", "").raw(badChecksum()));
    put("checksum-spaces", tar().raw(blankChecksum()));
    put("old-magic", tar().add(file("a").text(257, 8, "")));
    put("gnu-magic", tar().add(file("a").text(257, 8, "ustar  ")));
  }

  private static byte[] signedChecksum() {
    byte[] block = new Header('0', "\u00e4\u00f6").sealed();
    int sum = 256;
    for (int i = 0; i < 500; i++) {
      sum += i >= 148 && i < 156 ? 0 : block[i];
    }
    byte[] text = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, block, 148, 8);
    return block;
  }

  private static byte[] behind500() {
    byte[] block = file("a").sealed();
    block[505] = 1;
    return block;
  }

  private static byte[] badChecksum() {
    byte[] block = file("a").sealed();
    block[0]++;
    return block;
  }

  private static byte[] blankChecksum() {
    byte[] block = file("a").sealed();
    Arrays.fill(block, 148, 156, (byte) ' ');
    return block;
  }

  private void names() {
    String[] names = {
      "",
      "/",
      "//",
      ".",
      "..",
      "./",
      "../",
      "a/",
      "/a",
      "//a//b",
      "a/.",
      "a/..",
      "a/../b",
      "./a/./b",
      "a/../../b",
      ".wh.a",
      ".wh..wh.plnk",
      ".wh..wh.aufs",
      ".wh.",
      "d/.wh.",
      ".wh..wh..opq",
      "d/.wh..wh..opq",
      "d/../.wh..wh..opq",
      "./.wh..wh..opq",
      "d/.wh..wh..opq/",
      ".wh.a/",
      ".wh.a/b",
      "n".repeat(100),
      "\u00ff\u00fe"
    };
    for (String name : names) {
      put("file-" + name, tar().directory("d").add(file(name)));
      put("data-" + name, tar().directory("d").add(file(name), new byte[600]));
      put("dir-" + name, tar().directory("d").add(new Header('5', name).mode(0751)));
      put("pax-" + name, tar().directory("d").pax("path", name).add(file("other"), new byte[3]));
      put("pax-dir-" + name, tar().directory("d").pax("path", name).add(new Header('5', "other")));
    }
    put("prefix", tar().add(file("a").prefix("p/q")).add(file("b").prefix("p/")));
    put("prefix-only", tar().add(new Header('5', "").prefix("p")));
    put("prefix-of-slash", tar().add(new Header('5', "").prefix("/")));
    put("name-of-255", tar().pax("path", "n".repeat(255)).add(file("x")));
    put("name-of-256", tar().pax("path", "n".repeat(256)).add(file("x")));
    put("whiteout-of-255", tar().pax("path", ".wh." + "n".repeat(255)).add(file("x")));
    put("through-a-file", tar().file("a", "x").file("a/b", "y"));
    put(
        "through-a-link",
        tar().directory("d").add(new Header('2', "a").link("d")).file("a/b", "y"));
    put("slash-behind-file", tar().file("a", "x").longName('L', "a/").add(file("z")));
    put("slash-behind-new", tar().longName('L', "a/").add(file("z")));
    put("implicit-mode", tar().add(new Header('5', "./").mode(0700)).file("a/b/c", "x"));
    put(
        "implicit-group",
        tar().add(new Header('5', "p").mode(0775).uid(5).gid(6)).file("p/b/c", "x"));
    put("implicit-then-real", tar().file("p/a", "x").add(new Header('5', "p").mode(0700).uid(9)));
  }

  private void paxTimes() {
    String[] times = {
      "5",
      "5.",
      "5.0",
      "5.5",
      "5.0425",
      "5.123456789",
      "5.1234567891",
      "5.x",
      "5x",
      "5.5x",
      "5 ",
      "5 .5",
      "5. 5",
      "5.-5",
      "-5",
      "-5.5",
      "-0.5",
      "+5.5",
      ".5",
      "",
      " 5",
      "x",
      "5\n",
      "99999999999",
      "5.99999999999999999999",
      "9223372036854775808",
      "0",
      "0.0",
      "0.5",
      "1e3"
    };
    for (String time : times) {
      put("mtime=" + time, tar().pax("mtime", time).add(file("a")).add(file("b")));
    }
  }

  private void paxValues() {
    String[] numbers = {"", "5", " 5", "5 ", "5x", "-5", "+5", "4294967296", "70000", "x", "05"};
    for (String number : numbers) {
      put("uid=" + number, tar().pax("uid", number).add(file("a")));
      put("gid=" + number, tar().pax("gid", number).add(file("a")));
      put("size=" + number, tar().pax("size", number).add(file("a").size(3)).raw(new byte[512]));
    }
    for (String path : new String[] {"", "x", "x/", "x//", "/", "a\0b", "d/e"}) {
      put("path=" + path, tar().pax("path", path).add(file("n"), new byte[3]));
      put("linkpath=" + path, tar().pax("linkpath", path).add(new Header('2', "n").link("old")));
    }
    put(
        "size-for-next-headers",
        tar()
            .pax("size", "512")
            .add(new Header('x', "p").size(9))
            .raw(new byte[512])
            .add(file("a")));
    put("size-of-512-for-pax", sizeForPax());
    put(
        "last-pax-wins",
        tar()
            .pax("path", "one")
            .pax("path", "two")
            .longName('L', "three")
            .pax("mtime", "1")
            .add(file("z")));
    put("empty-pax", tar().add(new Header('x', "p").size(0)).add(file("a")));
    put("empty-long-name", tar().add(new Header('L', "p").size(0)).add(new Header('5', "a")));
    String[] records = {
      "9 a=b\n",
      "6 a=b\n",
      "6 a=b",
      "x a=b\n",
      "6  a=\n",
      "5 ab\n",
      "-6 a=b\n",
      "0 a=b\n",
      "6\ta=b\n",
      "99999999999 a=b\n",
      "4294967302 a=b\n",
      "6 a=b\n\n",
      "7 a==b\n",
      "6 =ab\n",
      "3 \n"
    };
    for (String record : records) {
      put(
          "record " + record,
          tar()
              .add(new Header('x', "p"), record.getBytes(StandardCharsets.US_ASCII))
              .add(file("a")));
    }
    put(
        "unknown-keys",
        tar().pax("atime", "5", "GNU.sparse.major", "1", "hdrcharset", "BINARY").add(file("a")));
  }

  private static TarBytes sizeForPax() {
    byte[] records = Arrays.copyOf(TarBytes.record("comment", "c".repeat(495)), 512);
    return tar()
        .pax("size", "512")
        .add(new Header('x', "p"), records)
        .add(file("a"))
        .raw(new byte[512]);
  }

  private void paxGlobal() {
    put("global-mtime", tar().pax('g', "mtime", "5").add(file("a")).add(file("b")));
    put("global-uid", tar().pax('g', "uid", "70000", "gid", "5").add(file("a")).add(file("b")));
    put("global-path", tar().pax('g', "path", "p").add(file("a")).add(file("b")));
    put(
        "global-linkpath",
        tar()
            .pax('g', "linkpath", "t")
            .add(new Header('2', "a").link("u"))
            .add(new Header('2', "b").link("u")));
    put(
        "global-size",
        tar().pax('g', "size", "512").add(file("a")).add(file("b")).raw(new byte[512]));
    put(
        "global-xattrs",
        tar()
            .pax('g', "SCHILY.xattr.user.g", "1", "SCHILY.xattr.user.h", "2")
            .pax("SCHILY.xattr.user.g", "own", "SCHILY.xattr.user.a", "3")
            .add(file("a"))
            .add(file("b")));
    put(
        "global-after-local",
        tar().pax("mtime", "7").pax('g', "mtime", "5", "path", "q").add(file("a")).add(file("b")));
    put(
        "global-taken-back",
        tar()
            .pax('g', "mtime", "5")
            .add(file("a"))
            .pax('g', "mtime", "")
            .add(file("b"))
            .add(file("c")));
  }

  private void longNames() {
    put(
        "long-name",
        tar().longName('L', "l".repeat(60) + "/" + "m".repeat(120)).add(file("short")));
    put("long-link", tar().longName('K', "t".repeat(1400)).add(new Header('2', "l")));
    put("long-link-of-4096", tar().longName('K', "t".repeat(4095)).add(new Header('2', "l")));
    put("long-link-of-4097", tar().longName('K', "t".repeat(4096)).add(new Header('2', "l")));
    put("long-name-of-4096", tar().longName('L', "d/".repeat(2047)).add(new Header('5', "l")));
    put("long-name-of-5000", tar().longName('L', "d/".repeat(2500)).add(new Header('5', "l")));
    put("long-link-unused", tar().longName('K', "t".repeat(140)).add(file("l")));
    put("big-pax", tar().pax("comment", "c".repeat(33000)).add(file("a")));
    put("pax-of-32000", tar().pax("comment", "c".repeat(32000), "mtime", "9").add(file("a")));
    put("bigger-pax", tar().pax("comment", "c".repeat(330000), "mtime", "5").add(file("a")));
  }

  private void types() {
    for (char type :
        new char[] {'\0', 'S', 'D', 'M', 'N', 'V', 'A', '8', '9', 'X', ' ', '\u00e0'}) {
      put(
          "type-" + (int) type,
          tar().file("x", "1").add(new Header(type, "a"), new byte[700]).file("b", "y"));
      put(
          "empty-type-" + (int) type,
          tar().pax("mtime", "5").add(new Header(type, "a")).file("b", "y"));
      put("slash-type-" + (int) type, tar().add(new Header(type, "//")).file("b", "y"));
    }
    put("contiguous", tar().add(new Header('7', "a"), new byte[700]));
    put("label", tar().add(new Header('V', "volume-label-too-long-for-it")).file("b", "y"));
  }

  private void offsets() {
    for (char type : new char[] {'1', '2', '3', '4', '5', '6'}) {
      for (int size : new int[] {512, 1024, 100, 5000}) {
        Header header = new Header(type, "s").link("a").device(1, 2).size(size);
        put(
            "size-" + size + "-of-" + type,
            tar().file("a", "x").add(header).file("b", "y").file("c", "z"));
        Header filled = new Header(type, "s").link("a").device(1, 2).size(size);
        byte[] padded = new byte[(size + 511) / 512 * 512];
        put(
            "filled-" + size + "-of-" + type,
            tar().file("a", "x").add(filled).raw(padded).file("b", "y").file("c", "z"));
      }
    }
  }

  private void whiteouts() {
    put("whiteout-with-data", tar().add(file("d/.wh.a"), new byte[700]).file("b", "y"));
    put(
        "whiteout-of-directory",
        tar().directory("d").file("d/f", "x").file(".wh.d", "").file("e", ""));
    put(
        "whiteout-as-directory",
        tar().directory("d").file("d/f", "x").add(new Header('5', ".wh.d")).file("e", ""));
    put("whiteout-as-link", tar().add(new Header('2', ".wh.d").link("t")).file("e", ""));
    put("whiteout-as-device", tar().add(new Header('4', ".wh.d").device(7, 8)).file("e", ""));
    put("whiteout-as-hard-link", tar().file("a", "x").add(new Header('1', ".wh.b").link("a")));
    put("link-to-whiteout", tar().file(".wh.a", "").add(new Header('1', "b").link("a")));
    put("link-to-whiteout-name", tar().file("a", "x").add(new Header('1', "b").link(".wh.a")));
    put("whiteout-replaced", tar().directory("d").file("d/.wh.a", "").file("d/a", "x"));
    put("opaque-twice", tar().directory("d").file("d/.wh..wh..opq", "").file("d/.wh..wh..opq", ""));
    put("opaque-with-whiteout", tar().file("d/.wh..wh..opq", "").file("d/.wh.a", ""));
    put(
        "opaque-with-xattrs",
        tar()
            .pax("SCHILY.xattr.trusted.zz", "1", "SCHILY.xattr.user.a", "2")
            .directory("d")
            .file("d/.wh..wh..opq", "")
            .file("d/.wh.x", ""));
    put(
        "opaque-with-data",
        tar().directory("d").add(file("d/.wh..wh..opq"), new byte[512]).file("e", ""));
    put("opaque-directory", tar().directory("d").directory("d/.wh..wh..opq").file("e", ""));
    put("opaque-of-file", tar().file("d", "x").file("d/.wh..wh..opq", ""));
    put("whiteout-in-root", tar().directory("./").file("./.wh.a", ""));
    put("whiteout-xattrs", tar().pax("SCHILY.xattr.user.a", "2").file("d/.wh.x", ""));
    put(
        "whiteout-directory-with-whiteouts",
        tar().directory("d").file("d/.wh.x", "").add(new Header('5', ".wh.d")).file("e", ""));
  }

  private void links() {
    put(
        "hard-link",
        tar()
            .file("a", "x")
            .add(new Header('1', "b").link("a"))
            .add(new Header('1', "c").link("./b")));
    put("hard-link-first", tar().add(new Header('1', "b").link("a")).file("a", "x"));
    put("hard-link-to-itself", tar().file("a", "x").add(new Header('1', "a").link("a")));
    put("hard-link-to-new-self", tar().add(new Header('1', "a").link("a")));
    put("hard-link-to-root", tar().add(new Header('1', "a").link("/")));
    put("hard-link-to-directory", tar().directory("d").add(new Header('1', "a").link("d")));
    put(
        "hard-link-to-symlink",
        tar().add(new Header('2', "l").link("t")).add(new Header('1', "a").link("l")));
    put(
        "hard-link-to-device",
        tar().add(new Header('3', "l").device(1, 3)).add(new Header('1', "a").link("l")));
    put(
        "hard-link-over-file",
        tar().file("a", "x").file("b", "y").add(new Header('1', "b").link("a")));
    put(
        "hard-link-over-directory",
        tar().file("a", "x").file("b/c", "y").add(new Header('1', "b").link("a")));
    put("hard-link-into-replaced", tar().file("b/c", "y").add(new Header('1', "b").link("b/c")));
    put("hard-link-root-name", tar().file("a", "x").add(new Header('1', "./").link("a")));
    put(
        "replaced-link",
        tar().file("p/a", "x").add(new Header('1', "q/b").link("p/a")).file("q/b", "new"));
    put(
        "replaced-link-by-directory",
        tar()
            .file("z/a", "x")
            .add(new Header('1', "b").link("z/a"))
            .directory("b")
            .file("b/f", "y"));
    put(
        "replaced-link-by-whiteout",
        tar().file("p/a", "x").add(new Header('1', "q/b").link("p/a")).file("q/.wh.b", ""));
    put("empty-symlink", tar().add(new Header('2', "l")));
    put("symlinks", symlinks());
  }

  private static TarBytes symlinks() {
    TarBytes tar = tar();
    for (int length : new int[] {1, 30, 100, 450, 511, 512, 513, 1024, 2900, 4000}) {
      tar.longName('K', "t".repeat(length)).add(new Header('2', "l" + length));
    }
    return tar;
  }

  private void replacements() {
    put(
        "file-over-file",
        tar()
            .add(file("a"), new byte[5000])
            .add(file("b"), new byte[600])
            .add(file("a"), new byte[700]));
    put("directory-over-file", tar().file("a", "x").directory("a").file("a/b", ""));
    put("file-over-directory", tar().file("a/b", "x").file("a/c/d", "x").file("a", "y"));
    put(
        "directory-again",
        tar().directory("a").file("a/b", "x").add(new Header('5', "a").mode(0700).uid(70000)));
    put("directory-with-size", tar().add(new Header('5', "a")).file("a/b", ""));
    TarBytes removed = tar().directory("p");
    for (int i = 0; i < 4; i++) {
      removed.directory("p/d" + i).file("p/d" + i, "x");
    }
    put("removed-directories", removed);
    put(
        "two-removed-directories",
        tar()
            .directory("p")
            .directory("p/a")
            .file("p/a", "")
            .directory("p/b")
            .file("p/b", "")
            .directory("p"));
    put(
        "removed-then-again",
        tar()
            .directory("p")
            .directory("p/a")
            .file("p/a", "")
            .directory("p/b")
            .file("p/b", "")
            .directory("p")
            .file("p/c", "x"));
  }

  private void xattrs() {
    String[] names = {
      "user.a",
      "user.",
      "trusted.overlay.opaque",
      "security.capability",
      "system.posix_acl_access",
      "system.posix_acl_accessx",
      "system.posix_acl_default",
      "system.other",
      "plain",
      "",
      "user.a\0b",
      "user." + "n".repeat(249),
      "user." + "n".repeat(300),
      "lustre.x"
    };
    for (String name : names) {
      put("xattr-" + name, tar().pax("SCHILY.xattr." + name, "value").add(file("a")));
    }
    put(
        "xattr-order",
        tar()
            .pax(
                "SCHILY.xattr.user.b",
                "1",
                "SCHILY.xattr.user.a",
                "2",
                "SCHILY.xattr.trusted.c",
                "3")
            .add(file("a")));
    put(
        "xattr-twice",
        tar()
            .pax("SCHILY.xattr.user.b", "1", "SCHILY.xattr.user.a", "2", "SCHILY.xattr.user.b", "3")
            .add(file("a")));
    put("xattr-binary", tar().pax("SCHILY.xattr.user.b", "\0\u00ff\n=x").add(file("a")));
    put(
        "xattr-large",
        tar().pax("SCHILY.xattr.user.b", "v".repeat(3000)).add(file("a"), new byte[10]));
    put(
        "xattr-larger",
        tar().pax("SCHILY.xattr.user.b", "v".repeat(31000)).add(file("a"), new byte[10]));
    put(
        "xattr-of-64k",
        tar().pax("SCHILY.xattr.user.b", "v".repeat(65536)).add(file("a"), new byte[10]));
    put(
        "xattr-repeated-directory",
        tar()
            .pax("SCHILY.xattr.user.b", "1")
            .directory("d")
            .pax("SCHILY.xattr.user.b", "0", "SCHILY.xattr.user.a", "1")
            .directory("d"));
    put("xattr-on-root", tar().pax("SCHILY.xattr.user.b", "1").directory("./"));
    String[] values = {
      "",
      "AA==",
      "QUJD",
      "QUJDRA==",
      "QUJDRA",
      "QUI=",
      "QUI",
      "QR==",
      "QR",
      "A",
      "====",
      "QU=D",
      "Q!JD",
      "QUJDRE=",
      "/+8=",
      "////",
      "AAAA",
      "AAAAAA"
    };
    for (String value : values) {
      put("libarchive-" + value, tar().pax("LIBARCHIVE.xattr.user.a", value).add(file("a")));
    }
    for (String name :
        new String[] {"user.%61", "user.%", "user.%6", "user.%zz", "user.%00b", "user.%25"}) {
      put("libarchive-name-" + name, tar().pax("LIBARCHIVE.xattr." + name, "QUJD").add(file("a")));
    }
    put(
        "libarchive-and-schily",
        tar().pax("LIBARCHIVE.xattr.user.a", "QUJD", "SCHILY.xattr.user.a", "x").add(file("a")));
  }

  private void devices() {
    int[][] numbers = {
      {0, 0},
      {1, 3},
      {4095, 0xfffff},
      {4096, 0},
      {5000, 5},
      {1, 0x100000},
      {1, 0x1fffff},
      {070000, 0x1abcde}
    };
    for (int[] number : numbers) {
      put(
          "device-" + number[0] + "-" + number[1],
          tar()
              .add(new Header('3', "a").device(number[0], number[1]))
              .add(new Header('4', "b").device(number[0], number[1])));
    }
  }

  private void directories() {
    for (int count : new int[] {10, 60, 200, 900}) {
      TarBytes tar = tar().directory("./");
      for (int i = 0; i < count; i++) {
        tar.file("./!" + "x".repeat(i % 40) + i, i % 3 == 0 ? "data" : "");
      }
      put("directory-of-" + count, tar);
    }
    TarBytes tails = tar();
    for (int size = 3900; size < 4200; size += 7) {
      tails.add(file("t" + size), new byte[size]);
    }
    put("tails", tails);
    TarBytes deep = tar();
    put("deep", deep.pax("path", "d/".repeat(1500) + "f").add(file("x"), new byte[5]));
  }
}
