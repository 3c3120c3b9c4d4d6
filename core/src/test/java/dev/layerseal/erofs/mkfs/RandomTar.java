package dev.layerseal.erofs.mkfs;

import dev.layerseal.erofs.mkfs.TarBytes.Header;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Random layers: trees with replaced entries, whiteouts, opaque marks, hard links, long names,
 * xattrs, fractions of seconds, large owners. One seed always gives the same bytes.
 */
public final class RandomTar {

  private static final String[] WORDS = {
    "a", "b", "usr", "lib", "!x", "-y", "Z", "etc", "foo.conf", "ä", ".hidden", "0", "share", "~"
  };
  private static final String[] XATTRS = {
    "user.a",
    "user.b",
    "user.long.name.of.an.attribute",
    "trusted.z",
    "security.capability",
    "trusted.overlay.x",
    "system.posix_acl_access",
    "other.name",
    "user."
  };
  private static final int[] SIZES = {0, 1, 5, 511, 512, 513, 1023, 1024, 4095, 4096, 4097, 9000};

  private final SplittableRandom random;
  private final TarBytes tar = new TarBytes();

  /** Type of what each path is at the moment. */
  private final Map<String, Character> paths = new LinkedHashMap<>();

  private final List<String> directories = new ArrayList<>(List.of(""));
  private final boolean timesZero;
  private final boolean many;

  private RandomTar(long seed) {
    random = new SplittableRandom(seed);
    timesZero = random.nextInt(3) == 0;
    many = random.nextInt(12) == 0;
  }

  /** {@code FIRST COUNT FOLDER}: writes the archives of seeds to files {@code random-SEED.tar}. */
  public static void main(String[] arguments) throws IOException {
    long first = Long.parseLong(arguments[0]);
    long count = Long.parseLong(arguments[1]);
    for (long seed = first; seed < first + count; seed++) {
      Files.write(Path.of(arguments[2], "random-%d.tar".formatted(seed)), of(seed));
    }
  }

  /** The archive of the seed. */
  public static byte[] of(long seed) {
    return new RandomTar(seed).make();
  }

  private byte[] make() {
    int entries = many ? 400 + random.nextInt(800) : 1 + random.nextInt(60);
    if (random.nextInt(2) == 0) {
      tar.add(meta(new Header('5', "./").mode(0755)));
    }
    if (random.nextInt(20) == 0) {
      tar.pax('g', "comment", "x", "mtime", "5");
    }
    for (int i = 0; i < entries; i++) {
      entry();
    }
    return tar.end();
  }

  private void entry() {
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3 -> directory();
      case 4, 5 -> symlink();
      case 6 -> device();
      case 7 -> whiteout();
      case 8 -> opaque();
      case 9, 10 -> hardLink();
      case 11 -> again();
      default -> file();
    }
  }

  private void file() {
    put(path(), '0', new byte[size()]);
  }

  private int size() {
    int size = SIZES[random.nextInt(SIZES.length)];
    return random.nextInt(4) == 0 ? random.nextInt(20000) : many ? Math.min(size, 700) : size;
  }

  private void directory() {
    String path = path();
    put(path, '5', new byte[0]);
  }

  private void symlink() {
    String path = path();
    int length = random.nextInt(8) == 0 ? random.nextInt(1500) : 1 + random.nextInt(90);
    String target = "t".repeat(length);
    prepare(path);
    if (length > 100) {
      tar.pax("linkpath", target);
    }
    tar.add(name(new Header('2', ""), path).link(target));
    note(path, '2');
  }

  private void device() {
    String path = path();
    char type = "346".charAt(random.nextInt(3));
    prepare(path);
    int minor = random.nextInt(3) == 0 ? random.nextInt(0x1fffff) : random.nextInt(256);
    tar.add(name(new Header(type, ""), path).device(random.nextInt(4000), minor));
    note(path, type);
  }

  private void whiteout() {
    String path = random.nextBoolean() || paths.isEmpty() ? path() : existing();
    int slash = path.lastIndexOf('/') + 1;
    String marked = path.substring(0, slash) + ".wh." + path.substring(slash);
    prepare(marked);
    tar.add(name(new Header('0', ""), marked));
    note(path, 'w');
  }

  private void opaque() {
    String parent = directories.get(random.nextInt(directories.size()));
    if (!parent.isEmpty() && parent.length() < 80) {
      tar.file(parent + ".wh..wh..opq", "");
    }
  }

  private void hardLink() {
    List<String> targets = new ArrayList<>();
    paths.forEach((path, type) -> addTarget(targets, path, type));
    if (targets.isEmpty()) {
      return;
    }
    String target = targets.get(random.nextInt(targets.size()));
    String path = path();
    if (path.equals(target)
        || target.startsWith(path + "/")
        || target.length() > 90
        || path.length() > 90) {
      return;
    }
    tar.add(name(new Header('1', ""), path).link((random.nextBoolean() ? "./" : "") + target));
    note(path, paths.getOrDefault(target, '0'));
  }

  private static void addTarget(List<String> targets, String path, char type) {
    if (type != '5') {
      targets.add(path);
    }
  }

  /** Something in the place of what is there. */
  private void again() {
    if (!paths.isEmpty()) {
      String path = existing();
      put(path, random.nextInt(3) == 0 ? '5' : '0', new byte[size()]);
    }
  }

  private String existing() {
    List<String> all = new ArrayList<>(paths.keySet());
    return all.get(random.nextInt(all.size()));
  }

  private void put(String path, char type, byte[] content) {
    prepare(path);
    Header header = meta(name(new Header(type, ""), path));
    if (type == '5') {
      tar.add(header.mode(random.nextInt(01000)));
    } else {
      random.nextBytes(content);
      tar.add(header, content);
    }
    note(path, type);
  }

  /** Pax headers in front of an entry. */
  private void prepare(String path) {
    List<String> records = new ArrayList<>();
    if (path.length() > 90) {
      if (random.nextBoolean()) {
        tar.longName('L', path);
      } else {
        records.addAll(List.of("path", path));
      }
    }
    if (random.nextInt(6) == 0) {
      for (int i = random.nextInt(4); i >= 0; i--) {
        records.add("SCHILY.xattr." + XATTRS[random.nextInt(XATTRS.length)]);
        records.add("v".repeat(random.nextInt(8) == 0 ? random.nextInt(600) : random.nextInt(9)));
      }
    }
    if (random.nextInt(10) == 0) {
      records.addAll(List.of("mtime", random.nextInt(3) + "." + random.nextInt(1_000_000_000)));
    }
    if (random.nextInt(15) == 0) {
      records.addAll(List.of("uid", String.valueOf(random.nextLong(1L << 32)), "gid", "70000"));
    }
    if (!records.isEmpty()) {
      tar.pax(records.toArray(new String[0]));
    }
  }

  private Header name(Header header, String path) {
    return path.length() > 90
        ? header.name(path.substring(0, 90))
        : header.name((random.nextInt(3) == 0 && path.length() < 90 ? "./" : "") + path);
  }

  private Header meta(Header header) {
    header.modified(timesZero ? 0 : random.nextInt(5) == 0 ? 0 : 1_600_000_000L + random.nextInt());
    header.mode(random.nextInt(010000));
    if (random.nextInt(4) == 0) {
      header.uid(random.nextInt(90_000)).gid(random.nextInt(90_000));
    }
    return header;
  }

  private String path() {
    String parent = directories.get(random.nextInt(directories.size()));
    int kind = random.nextInt(10);
    String name =
        kind == 0
            ? "n".repeat(1 + random.nextInt(250))
            : kind < 5
                ? WORDS[random.nextInt(WORDS.length)]
                : "f" + random.nextInt(many ? 900 : 60);
    String implicit = random.nextInt(12) == 0 ? "i" + random.nextInt(5) + "/" : "";
    return free(parent + implicit) + name;
  }

  /** The folder, or the root where something that is no directory stands in the way. */
  private String free(String folder) {
    for (int slash = folder.indexOf('/'); slash >= 0; slash = folder.indexOf('/', slash + 1)) {
      Character type = paths.get(folder.substring(0, slash));
      if (type != null && type != '5') {
        return "";
      }
    }
    return folder;
  }

  private void note(String path, char type) {
    if (type != '5' || paths.getOrDefault(path, type) != '5') {
      paths.keySet().removeIf(other -> other.startsWith(path + "/"));
      directories.removeIf(other -> other.startsWith(path + "/"));
    }
    paths.put(path, type);
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      paths.putIfAbsent(path.substring(0, slash), '5');
    }
    if (type == '5' && !directories.contains(path + "/")) {
      directories.add(path + "/");
    }
  }
}
