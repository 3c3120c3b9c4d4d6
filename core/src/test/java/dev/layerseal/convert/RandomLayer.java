package dev.layerseal.convert;

import dev.layerseal.erofs.mkfs.TarBytes;
import dev.layerseal.erofs.mkfs.TarBytes.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Layers as builders write them: every kind of file, each name once, nothing contradictory. */
final class RandomLayer {

  private static final int FILES = 60;

  private final SplittableRandom random;
  private final TarBytes tar = new TarBytes();
  private final List<String> directories = new ArrayList<>(List.of(""));
  private final List<String> files = new ArrayList<>();
  private int names;

  private RandomLayer(long seed) {
    random = new SplittableRandom(seed);
  }

  static byte[] of(long seed) {
    RandomLayer layer = new RandomLayer(seed);
    if (layer.random.nextBoolean()) {
      layer.tar.directory("./");
    }
    for (int i = 0; i < FILES; i++) {
      layer.add();
    }
    return layer.tar.end();
  }

  private void add() {
    String name = any(directories) + name();
    switch (random.nextInt(10)) {
      case 0, 1 -> directory(name);
      case 2 -> tar.add(some(new Header('2', name).link("t".repeat(1 + random.nextInt(90)))));
      case 3 -> tar.add(some(new Header('3', name).device(random.nextInt(300), 1)));
      case 4 -> tar.add(some(new Header('6', name)));
      case 5 -> tar.add(some(new Header('0', any(directories) + ".wh." + name())));
      case 6 -> link(name);
      default -> file(name);
    }
  }

  private void directory(String name) {
    xattrs();
    tar.add(some(new Header('5', name + "/")));
    directories.add(name + "/");
    if (random.nextInt(4) == 0) {
      tar.file(name + "/.wh..wh..opq", "");
    }
  }

  private void link(String name) {
    if (!files.isEmpty()) {
      tar.add(new Header('1', name).link(any(files)));
    }
  }

  private void file(String name) {
    byte[] content = new byte[random.nextInt(4) == 0 ? random.nextInt(40_000) : random.nextInt(90)];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) ("layer".charAt(i % 5) + (random.nextInt(9) == 0 ? 1 : 0));
    }
    xattrs();
    if (random.nextInt(3) == 0) {
      tar.pax("mtime", "170000000" + random.nextInt(10) + ".25");
    }
    tar.add(some(new Header('0', name)), content);
    files.add(name);
  }

  private void xattrs() {
    if (random.nextInt(5) == 0) {
      tar.pax("SCHILY.xattr.user.a", "1", "SCHILY.xattr.security.b", "v".repeat(30));
    }
  }

  private Header some(Header header) {
    return header
        .mode(random.nextInt(01000))
        .uid(random.nextInt(5) == 0 ? 70_000 : 1000)
        .gid(random.nextInt(2000))
        .modified(random.nextInt(3) == 0 ? 0 : random.nextInt());
  }

  private String any(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private String name() {
    return "n" + names++ + "x".repeat(random.nextInt(12));
  }
}
