package dev.layerseal.cli;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.tar.TarConsumer;
import dev.layerseal.tar.TarDialect;
import dev.layerseal.tar.TarEntry;
import dev.layerseal.tar.TarParser;
import dev.layerseal.tar.TarType;
import dev.layerseal.tar.TarWarning;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Unpacks the regular files of an archive with a plugin, all of them at its top. */
final class PluginArchive implements TarConsumer {

  private static final int MAX_FILES = 1000;
  private static final Pattern NAME =
      Pattern.compile("(?:\\./)?([A-Za-z0-9_][A-Za-z0-9_.+-]{0,200})");

  private final Path folder;
  private final long limit;
  private final List<Path> files = new ArrayList<>();
  private OutputStream content = OutputStream.nullOutputStream();
  private long written;

  private PluginArchive(Path folder, long limit) {
    this.folder = folder;
    this.limit = limit;
  }

  /**
   * Unpacks a zip into {@code folder}.
   *
   * @param limit of all files together, in bytes
   */
  static List<Path> unzip(Path archive, Path folder, long limit)
      throws LayersealException, IOException {
    PluginArchive files = new PluginArchive(folder, limit);
    byte[] buffer = new byte[1 << 16];
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(archive))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!entry.isDirectory()) {
          files.begin(entry.getName());
          for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            files.data(buffer, 0, n);
          }
        }
      }
    } finally {
      files.content.close();
    }
    return files.files;
  }

  /** The same for a tar that gzip compressed. */
  static List<Path> untar(Path archive, Path folder, long limit)
      throws LayersealException, IOException {
    PluginArchive files = new PluginArchive(folder, limit);
    TarParser parser = new TarParser(TarDialect.EROFS_UTILS_1_9, files);
    byte[] buffer = new byte[1 << 16];
    long read = 0;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(archive))) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        read += n;
        files.checkTotal(read / 2);
        parser.update(buffer, 0, n);
      }
      parser.finish();
    } finally {
      files.content.close();
    }
    return files.files;
  }

  @Override
  public boolean entry(TarEntry entry) throws LayersealException, IOException {
    if (entry.type() != TarType.DIRECTORY) {
      String name = new String(entry.path(), StandardCharsets.UTF_8);
      if (entry.type() != TarType.REGULAR) {
        throw new FormatException(
            "%s: expected regular files only".formatted(Text.printable(name)));
      }
      begin(name);
    }
    return entry.type() == TarType.REGULAR;
  }

  @Override
  public void data(byte[] buffer, int offset, int length) throws LayersealException, IOException {
    written += length;
    checkTotal(written);
    content.write(buffer, offset, length);
  }

  private void checkTotal(long bytes) throws FormatException {
    if (bytes > limit) {
      throw new FormatException("the files are more than %d bytes".formatted(limit));
    }
  }

  private void begin(String name) throws LayersealException, IOException {
    content.close();
    var matcher = NAME.matcher(name);
    if (!matcher.matches() || files.size() == MAX_FILES) {
      throw new FormatException(
          "%s: expected files at the top of the archive, %d at most"
              .formatted(Text.printable(name), MAX_FILES));
    }
    Path file = folder.resolve(matcher.group(1));
    content = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
    files.add(file);
  }

  @Override
  public void volumeLabel(byte[] label) {
    // Says nothing about files.
  }

  @Override
  public void warning(TarWarning warning) {
    // The plugin's digest is what counts.
  }
}
