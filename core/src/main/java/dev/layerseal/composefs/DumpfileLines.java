package dev.layerseal.composefs;

import dev.layerseal.error.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines of a dumpfile, one at a time: memory is that of the longest line. */
final class DumpfileLines {

  /** Bytes that one line may have; a longer one is refused. */
  static final int MAX_LINE = 1 << 20;

  private static final int READ = 1 << 16;

  private final InputStream in;
  private final boolean strict;
  private final byte[] buffer = new byte[READ];
  private int start;
  private int end;
  private byte[] line = new byte[1024];
  private int length;
  private long number;

  /**
   * @param strict whether the last line needs its line feed
   */
  DumpfileLines(InputStream in, boolean strict) {
    this.in = in;
    this.strict = strict;
  }

  /** The next line without its line feed, or null at the end. */
  @Nullable DumpfileLine next() throws IOException, FormatException {
    length = 0;
    number++;
    while (true) {
      if (start == end && !fill()) {
        return last();
      }
      int feed = start;
      while (feed < end && buffer[feed] != '\n') {
        feed++;
      }
      append(feed - start);
      start = feed;
      if (feed < end) {
        start++;
        return line();
      }
    }
  }

  private boolean fill() throws IOException {
    start = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }

  private void append(int count) throws FormatException {
    if (count > MAX_LINE - length) {
      throw new FormatException(
          "dumpfile line " + number + ": it is longer than " + MAX_LINE + " bytes");
    }
    if (length + count > line.length) {
      line = Arrays.copyOf(line, Math.max(length + count, 2 * line.length));
    }
    System.arraycopy(buffer, start, line, length, count);
    length += count;
  }

  private @Nullable DumpfileLine last() throws FormatException {
    if (length == 0) {
      return null;
    }
    if (strict) {
      throw new FormatException("dumpfile line " + number + ": no line feed at its end");
    }
    return line();
  }

  private DumpfileLine line() throws FormatException {
    for (int i = 0; i < length; i++) {
      if (line[i] == 0) {
        throw new FormatException(
            "dumpfile line %d, column %d: a zero byte".formatted(number, i + 1));
      }
    }
    return new DumpfileLine(number, line, length);
  }
}
