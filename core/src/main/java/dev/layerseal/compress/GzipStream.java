package dev.layerseal.compress;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.StreamException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;

/**
 * The content of one or more gzip members (RFC 1952), as {@code gzip -dc} gives it. Checksum and
 * length of each are checked; after the last one the stream has to end.
 */
final class GzipStream extends InputStream {

  private static final int BUFFER_SIZE = 1 << 16;

  /** Bytes kept from one fill to the next: an inflater may give back some that it read ahead. */
  private static final int KEPT = 8;

  private final InputStream in;
  private final RawInflater inflater;
  private final CRC32 crc = new CRC32();
  private final byte[] input = new byte[KEPT + BUFFER_SIZE];
  private int at = KEPT;
  private int end = KEPT;

  /** Place in the stream of the first byte of the input buffer. */
  private long before = -KEPT;

  private long memberStart;
  private boolean inMember;
  private boolean ended;

  /**
   * @param inflater closed with the stream
   */
  GzipStream(InputStream in, RawInflater inflater) {
    this.in = in;
    this.inflater = inflater;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      if (!inMember && !beginMember()) {
        break;
      }
      int got = inflate(buffer, offset, length);
      if (got > 0) {
        return got;
      }
    }
    return -1;
  }

  /** Whether another member follows. */
  private boolean beginMember() throws IOException {
    memberStart = position();
    int first = nextByte();
    if (first < 0 && memberStart > 0) {
      ended = true;
      return false;
    }
    if (first != 0x1f) {
      throw first < 0
          ? malformed("the content is empty")
          : malformed("the first byte is 0x%02x, expected 0x1f".formatted(first));
    }
    GzipHeader.skipRest(this::nextByte, memberStart);
    inflater.reset();
    crc.reset();
    inMember = true;
    return true;
  }

  private int inflate(byte[] buffer, int offset, int length) throws IOException {
    if (inflater.needsInput()) {
      if (at == end && !fill()) {
        throw malformed("the content ends after %d bytes".formatted(position()));
      }
      inflater.setInput(input, at, end - at);
    }
    int remaining = inflater.remaining();
    int got;
    try {
      got = inflater.inflate(buffer, offset, length);
    } catch (DataFormatException e) {
      String why = e.getMessage() == null ? "invalid data" : e.getMessage();
      throw malformed("near byte %d: %s".formatted(position(), why));
    }
    at += remaining - inflater.remaining();
    crc.update(buffer, offset, got);
    if (inflater.finished()) {
      checkTrailer();
    }
    return got;
  }

  private void checkTrailer() throws IOException {
    long stored = u32();
    long size = u32();
    if (stored != crc.getValue()) {
      throw malformed("CRC is 0x%08x, computed 0x%08x".formatted(stored, crc.getValue()));
    }
    long expected = inflater.written() & 0xffffffffL;
    if (size != expected) {
      throw malformed("ISIZE is %d, computed %d".formatted(size, expected));
    }
    inMember = false;
  }

  private long u32() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      int next = nextByte();
      if (next < 0) {
        throw malformed("the content ends inside the trailer");
      }
      value |= (long) next << shift;
    }
    return value;
  }

  private int nextByte() throws IOException {
    return at < end || fill() ? input[at++] & 0xff : -1;
  }

  private boolean fill() throws IOException {
    System.arraycopy(input, end - KEPT, input, 0, KEPT);
    before += end - KEPT;
    at = KEPT;
    end = KEPT + Math.max(0, in.read(input, KEPT, BUFFER_SIZE));
    return end > KEPT;
  }

  private long position() {
    return before + at;
  }

  private StreamException malformed(String why) {
    return new StreamException(
        new FormatException("gzip member at 0x%x: %s".formatted(memberStart, why)));
  }

  @Override
  public void close() throws IOException {
    ended = true;
    inflater.close();
    in.close();
  }
}
