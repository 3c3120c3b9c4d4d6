package dev.layerseal.testdata;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One golden vector: a folder with {@code vector.json}, its input, and what has to come of it.
 *
 * @param name of the folder, which says what is special about it
 * @param expect {@code ok}, {@code malformed}, {@code unsupported}, {@code mismatch} or {@code
 *     untrusted}
 * @param layer the package that has to refuse it, {@code -} when none does
 */
public record Vector(String name, Path folder, String expect, String layer) {

  /** The vectors of one area, such as {@code pkcs7}, by name. */
  public static List<Vector> all(String area) {
    try (Stream<Path> folders = Files.list(folder(area))) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("vector.json")))
          .map(Vector::of)
          .sorted(java.util.Comparator.comparing(Vector::name))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The folder of an area in the source tree: foreign tools are given these files too, and cannot
   * look into a jar.
   */
  public static Path folder(String area) {
    Path inTree = Path.of("testdata", "src", "main", "resources", "vectors", area);
    for (Path top = Path.of("").toAbsolutePath(); top != null; top = top.getParent()) {
      if (Files.isDirectory(top.resolve(inTree))) {
        return top.resolve(inTree);
      }
    }
    throw new AssertionError("no vectors for " + area);
  }

  /** The bytes of one of its files. */
  public byte[] bytes(String file) {
    try {
      return Files.readAllBytes(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Vector of(Path folder) {
    try {
      String json = Files.readString(folder.resolve("vector.json"));
      String name = String.valueOf(folder.getFileName());
      return new Vector(name, folder, member(json, "expect"), member(json, "layer"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String member(String json, String key) {
    Matcher matcher = Pattern.compile("\"" + key + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
    if (!matcher.find()) {
      throw new AssertionError("no " + key + " in " + json);
    }
    return matcher.group(1);
  }

  @Override
  public String toString() {
    return name;
  }
}
