package dev.layerseal.compress;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.StreamException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** Opens the content of a layer. */
public final class Decompression {

  private Decompression() {}

  /**
   * The content of {@code in}, which the media type says is compressed as {@code expected}.
   *
   * <p>Reading the result ends with a {@link StreamException} that holds a {@link FormatException}
   * when the content is damaged, ends early, goes on behind its end, or exceeds {@code limits}.
   *
   * @param size of what is compressed, in bytes, about: decides how it is expanded, nothing else
   * @throws FormatException when the first bytes say something else
   */
  public static InputStream open(InputStream in, Compression expected, long size, SizeLimits limits)
      throws FormatException, IOException {
    CountedStream counted = new CountedStream(in);
    PushbackInputStream source = new PushbackInputStream(counted, Compression.MAGIC_SIZE);
    Compression found = peek(source);
    if (found != expected) {
      throw new FormatException(
          "the media type says %s, the content is %s".formatted(expected, found));
    }
    return open(source, counted, found, size, limits);
  }

  /** The same, for content that is not known to be large. */
  public static InputStream open(InputStream in, Compression expected, SizeLimits limits)
      throws FormatException, IOException {
    return open(in, expected, 0, limits);
  }

  /** The content of {@code in}, compressed as its first bytes say. */
  public static InputStream detect(InputStream in, SizeLimits limits) throws IOException {
    return detect(in, 0, limits);
  }

  /** The same, for {@code size} bytes, about. */
  public static InputStream detect(InputStream in, long size, SizeLimits limits)
      throws IOException {
    CountedStream counted = new CountedStream(in);
    PushbackInputStream source = new PushbackInputStream(counted, Compression.MAGIC_SIZE);
    return open(source, counted, peek(source), size, limits);
  }

  private static InputStream open(
      InputStream source,
      CountedStream counted,
      Compression compression,
      long size,
      SizeLimits limits)
      throws IOException {
    InputStream content =
        switch (compression) {
          case NONE -> source;
          case GZIP -> new GzipStream(source, RawInflater.forSize(size));
          case ZSTD -> new ZstdStream(source);
        };
    return new LimitedStream(content, counted, limits);
  }

  private static Compression peek(PushbackInputStream source) throws IOException {
    byte[] head = new byte[Compression.MAGIC_SIZE];
    int length = source.readNBytes(head, 0, head.length);
    source.unread(head, 0, length);
    return Compression.detect(head, length);
  }
}
