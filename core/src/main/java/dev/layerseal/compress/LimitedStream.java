package dev.layerseal.compress;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.StreamException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends a decompression that grows past its limits. */
final class LimitedStream extends FilterInputStream {

  private final CountedStream source;
  private final SizeLimits limits;
  private long size;

  LimitedStream(InputStream in, CountedStream source, SizeLimits limits) {
    super(in);
    this.source = source;
    this.limits = limits;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int got = in.read(buffer, offset, length);
    size += Math.max(0, got);
    if (size > limits.maxSize()) {
      throw refuse("more than %d bytes".formatted(limits.maxSize()), "--max-layer-size");
    }
    if (size > SizeLimits.RATIO_FREE && size / limits.maxRatio() > source.count()) {
      throw refuse(
          "%d bytes out of %d, more than %d to 1"
              .formatted(size, source.count(), limits.maxRatio()),
          "--max-ratio");
    }
    return got;
  }

  private static StreamException refuse(String what, String option) {
    return new StreamException(
        new FormatException(
            "the layer decompresses to " + what, "raise " + option + " if it is trusted", null));
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
