package dev.layerseal.compress;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.StreamException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The content of one or more zstd frames (RFC 8878); skippable frames are passed over. A window of
 * more than 128 MiB is refused, as the {@code zstd} command does.
 */
final class ZstdStream extends FilterInputStream {

  private static final int MAX_WINDOW_BITS = 27;

  private final CountedStream source;

  ZstdStream(InputStream in) throws IOException {
    this(new CountedStream(in));
  }

  private ZstdStream(CountedStream source) throws IOException {
    super(new ZstdInputStreamNoFinalizer(source).setLongMax(MAX_WINDOW_BITS));
    this.source = source;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      return in.read(buffer, offset, length);
    } catch (ZstdIOException e) {
      String why = e.getMessage() == null ? "invalid data" : e.getMessage();
      throw new StreamException(
          new FormatException(
              "zstd frame near byte %d: %s"
                  .formatted(source.count(), why.toLowerCase(java.util.Locale.ROOT)),
              e));
    }
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
