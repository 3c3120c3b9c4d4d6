package dev.layerseal.erofs.mkfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Many layers against {@code mkfs.erofs}, for {@code testdata/compare/erofs}: {@code tars FOLDER},
 * {@code filled FOLDER} (the same with empty owner fields filled), {@code seeds FIRST COUNT},
 * {@code edges}, {@code folders FIRST COUNT} (random ones) or {@code unpacked FOLDER} (each folder
 * in it). The exit status is 1 where an image differs.
 */
public final class CompareErofs {

  private static final int UID = 108;
  private static final int FIELD = 8;

  private CompareErofs() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("compare-erofs");
    Comparison comparison = new Comparison(folder);
    List<MkfsOptions> all = new ArrayList<>(Comparison.recipes());
    switch (arguments[0]) {
      case "tars", "filled" -> tars(comparison, arguments[0], Path.of(arguments[1]));
      case "seeds" -> seeds(comparison, Long.parseLong(arguments[1]), Long.parseLong(arguments[2]));
      case "folders" ->
          folders(comparison, Long.parseLong(arguments[1]), Long.parseLong(arguments[2]));
      case "unpacked" -> unpacked(comparison, Path.of(arguments[1]));
      case "edges" -> {
        all.addAll(Comparison.variants());
        for (Map.Entry<String, byte[]> edge : EdgeTars.all().entrySet()) {
          comparison.compare(edge.getKey(), edge.getValue(), all);
        }
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    comparison.failures().forEach(System.out::println);
    System.out.println(String.join(" ", arguments) + ": " + comparison);
    Files.deleteIfExists(folder.resolve("layer.tar"));
    Files.deleteIfExists(folder.resolve("mkfs.image"));
    Files.delete(folder);
    System.exit(comparison.failures().isEmpty() ? 0 : 1);
  }

  private static void tars(Comparison comparison, String kind, Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.filter(file -> file.toString().endsWith(".tar")).sorted().toList();
    }
    for (Path file : files) {
      byte[] tar = Files.readAllBytes(file);
      if (kind.equals("filled")) {
        fillOwners(tar);
      }
      comparison.compare(String.valueOf(file.getFileName()), tar, Comparison.recipes());
    }
  }

  private static void seeds(Comparison comparison, long first, long count) throws IOException {
    for (long seed = first; seed < first + count; seed++) {
      byte[] tar = RandomTar.of(seed);
      comparison.compare("seed " + seed, tar, Comparison.recipes());
      if (seed % 5 == 0) {
        comparison.compare("seed " + seed, tar, Comparison.variants());
        comparison.compareAttributes("seed " + seed, tar, full());
      }
    }
  }

  private static List<MkfsOptions> full() {
    List<MkfsOptions> all = new ArrayList<>(Comparison.recipes());
    all.addAll(Comparison.variants());
    all.removeIf(MkfsOptions::tarIndex);
    return all;
  }

  private static void folders(Comparison comparison, long first, long count) throws IOException {
    for (long seed = first; seed < first + count; seed++) {
      Path source = Files.createTempDirectory("compare-erofs");
      RandomFolder.make(seed, source);
      compareFolder(comparison, "folder of seed " + seed, source, seed % 5 == 0);
      delete(source);
    }
  }

  private static void unpacked(Comparison comparison, Path parent) throws IOException {
    try (Stream<Path> folders = Files.list(parent)) {
      for (Path source : folders.sorted().toList()) {
        compareFolder(comparison, source.toString(), source, false);
      }
    }
  }

  private static void compareFolder(
      Comparison comparison, String name, Path source, boolean everyAttribute) throws IOException {
    comparison.compareFolder(name, source, Comparison.ofFolders(), Comparison.ALL_TIME);
    comparison.compareFolder(name, source, Comparison.ofFolders(), FileAttributes.OF_LAYER);
    for (FileAttributes attributes :
        everyAttribute ? Comparison.attributes() : List.<FileAttributes>of()) {
      comparison.compareFolder(name, source, Comparison.ofFolders(), attributes);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Writes owner 0 where a header has none, and the sum that goes with it. */
  private static void fillOwners(byte[] tar) {
    int at = 0;
    while (at + 512 <= tar.length && tar[at] != 0) {
      for (int field = UID; field < UID + 2 * FIELD; field += FIELD) {
        if (tar[at + field] == 0) {
          put(tar, at + field, "0000000\0");
        }
      }
      put(tar, at + 148, "        ");
      int sum = 0;
      for (int i = 0; i < 512; i++) {
        sum += tar[at + i] & 0xff;
      }
      put(tar, at + 148, "%06o\0 ".formatted(sum));
      int size = Integer.parseInt(text(tar, at + 124, 12), 8);
      at += 512 + (size + 511) / 512 * 512;
    }
  }

  private static void put(byte[] tar, int at, String text) {
    for (int i = 0; i < text.length(); i++) {
      tar[at + i] = (byte) text.charAt(i);
    }
  }

  private static String text(byte[] tar, int at, int length) {
    return new String(tar, at, length, java.nio.charset.StandardCharsets.US_ASCII)
        .replace('\0', ' ')
        .strip();
  }
}
