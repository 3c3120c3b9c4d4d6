package dev.layerseal.folder;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** The bytes of a path, which a {@link Path} shows only through the charset of the locale. */
public final class RawPath {

  private RawPath() {}

  /** The bytes of the last name of {@code path}. */
  public static byte[] name(Path path) {
    String text = String.valueOf(path.getFileName());
    if (ascii(text)) {
      return text.getBytes(US_ASCII);
    }
    byte[] whole = whole(path);
    int start = whole.length;
    while (start > 0 && whole[start - 1] != '/') {
      start--;
    }
    return java.util.Arrays.copyOfRange(whole, start, whole.length);
  }

  /** The bytes of the target of a symbolic link, as it was read. */
  public static byte[] target(Path target) {
    String text = target.toString();
    if (ascii(text)) {
      return text.getBytes(US_ASCII);
    }
    byte[] whole = whole(target);
    if (target.isAbsolute()) {
      return whole;
    }
    int base = whole(Path.of("").toAbsolutePath()).length + 1;
    return java.util.Arrays.copyOfRange(whole, base, whole.length);
  }

  /** The path of {@code bytes} below {@code folder}; nothing when no path can have a zero in it. */
  public static Optional<Path> below(Path folder, byte[] bytes) {
    String start = folder.toAbsolutePath().toUri().getRawPath();
    StringBuilder escaped = new StringBuilder(start.endsWith("/") ? start : start + "/");
    for (byte b : bytes) {
      if (b == 0) {
        return Optional.empty();
      }
      escaped.append(b == '/' ? "/" : "%%%02x".formatted(b & 0xff));
    }
    return Optional.of(Path.of(URI.create("file://" + escaped)));
  }

  private static boolean ascii(String text) {
    return text.chars().allMatch(c -> c > 0 && c < 0x80);
  }

  /** The bytes of {@code path}, made absolute. */
  public static byte[] absolute(Path path) {
    Path absolute = path.toAbsolutePath();
    String text = absolute.toString();
    return ascii(text) ? text.getBytes(US_ASCII) : whole(absolute);
  }

  /** A URI holds the bytes as they are, and a slash behind a directory. */
  private static byte[] whole(Path path) {
    String escaped = path.toUri().getRawPath();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length());
    for (int at = 0; at < escaped.length(); at++) {
      char c = escaped.charAt(at);
      if (c == '%') {
        bytes.write(Integer.parseInt(escaped.substring(at + 1, at + 3), 16));
        at += 2;
      } else {
        bytes.write(c);
      }
    }
    byte[] whole = bytes.toByteArray();
    boolean added = whole.length > 1 && whole[whole.length - 1] == '/';
    return added && !path.toString().endsWith("/")
        ? java.util.Arrays.copyOf(whole, whole.length - 1)
        : whole;
  }
}
