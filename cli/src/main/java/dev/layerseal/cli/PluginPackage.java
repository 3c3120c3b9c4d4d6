package dev.layerseal.cli;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A plugin as it is handed out, unpacked: one program, perhaps with files beside it.
 *
 * @param name of the plugin, as its program tells
 * @param files of the folder that the plugin gets, the program among them
 */
record PluginPackage(String name, List<Path> files) {

  /** Bytes that a plugin may have, as notation allows. */
  static final long MAX_LENGTH = 256L << 20;

  private static final Pattern PROGRAM = Pattern.compile("notation-([A-Za-z0-9_][A-Za-z0-9_.-]*)");

  PluginPackage {
    files = List.copyOf(files);
  }

  /**
   * Unpacks a zip, a tar.gz or the program alone.
   *
   * @param called name of the file, where it comes from
   * @param folder empty, for what is in it
   */
  static PluginPackage unpack(Path file, String called, Path folder)
      throws LayersealException, IOException {
    if (Files.size(file) > MAX_LENGTH) {
      throw new FormatException("%s: more than %d bytes".formatted(called, MAX_LENGTH));
    }
    byte[] magic;
    try (InputStream in = Files.newInputStream(file)) {
      magic = in.readNBytes(4);
    }
    try {
      if (starts(magic, 'P', 'K', 3, 4)) {
        return of(called, PluginArchive.unzip(file, folder, MAX_LENGTH));
      }
      if (starts(magic, 0x1f, 0x8b)) {
        return of(called, PluginArchive.untar(file, folder, MAX_LENGTH));
      }
    } catch (FormatException e) {
      throw e.at(called);
    }
    String name = called.endsWith(".exe") ? called.substring(0, called.length() - 4) : called;
    return of(called, List.of(Files.copy(file, folder.resolve(name))));
  }

  /** The program of the plugin. */
  Path program() {
    return files.stream()
        .filter(file -> String.valueOf(file.getFileName()).equals("notation-" + name))
        .findFirst()
        .orElseThrow();
  }

  private static PluginPackage of(String called, List<Path> files) throws FormatException {
    List<String> names =
        files.stream()
            .map(file -> PROGRAM.matcher(String.valueOf(file.getFileName())))
            .filter(Matcher::matches)
            .map(matcher -> matcher.group(1))
            .toList();
    if (names.size() != 1) {
      throw new FormatException(
          "%s: %s, expected one called notation-NAME"
              .formatted(
                  called,
                  names.isEmpty() ? "no program of a plugin" : "several programs: " + names));
    }
    return new PluginPackage(names.get(0), files);
  }

  private static boolean starts(byte[] bytes, int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (bytes.length <= i || bytes[i] != (byte) magic[i]) {
        return false;
      }
    }
    return true;
  }
}
