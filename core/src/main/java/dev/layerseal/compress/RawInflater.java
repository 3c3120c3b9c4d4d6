package dev.layerseal.compress;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Expands one raw DEFLATE stream (RFC 1951) after another, piece by piece, in the manner of {@link
 * Inflater}. For one thread.
 */
interface RawInflater extends AutoCloseable {

  /** From this size on, binding the library (a quarter of a second) costs less than it saves. */
  long LARGE = 96L << 20;

  /**
   * What expands fastest.
   *
   * @param size of what is compressed, in bytes, about
   */
  static RawInflater forSize(long size) {
    return size < LARGE
        ? new Zlib()
        : IsaL.find().<RawInflater>map(IsaLInflater::new).orElseGet(Zlib::new);
  }

  /** Begins another stream. */
  void reset();

  /**
   * Gives it input, after it took all of the last. The array is not changed by others until then.
   */
  void setInput(byte[] input, int offset, int length);

  /**
   * Expands into a buffer.
   *
   * @return how many bytes came out; 0 when it needs input, or is finished
   */
  int inflate(byte[] buffer, int offset, int length) throws DataFormatException;

  /** Whether nothing more comes out before there is more input. */
  boolean needsInput();

  /** Bytes of the input not taken; at the end of the stream this may exceed the last input by 7. */
  int remaining();

  boolean finished();

  /** Bytes that came out since the stream began. */
  long written();

  @Override
  void close();

  /** The JDK's zlib. */
  final class Zlib implements RawInflater {

    private final Inflater inflater = new Inflater(true);

    @Override
    public void reset() {
      inflater.reset();
    }

    @Override
    public void setInput(byte[] input, int offset, int length) {
      inflater.setInput(input, offset, length);
    }

    @Override
    public int inflate(byte[] buffer, int offset, int length) throws DataFormatException {
      int got = inflater.inflate(buffer, offset, length);
      if (inflater.needsDictionary()) {
        throw new DataFormatException("a preset dictionary is asked for");
      }
      return got;
    }

    @Override
    public boolean needsInput() {
      return inflater.needsInput();
    }

    @Override
    public int remaining() {
      return inflater.getRemaining();
    }

    @Override
    public boolean finished() {
      return inflater.finished();
    }

    @Override
    public long written() {
      return inflater.getBytesWritten();
    }

    @Override
    public void close() {
      inflater.end();
    }
  }
}
