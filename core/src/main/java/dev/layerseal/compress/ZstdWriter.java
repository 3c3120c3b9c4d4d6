package dev.layerseal.compress;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Compresses a whole content into one zstd frame (RFC 8878), the same one every time. */
public final class ZstdWriter {

  private static final int LEVEL = 3;
  private static final int PIECE = 1 << 17;

  private ZstdWriter() {}

  /** Writes all of {@code in} to {@code out}, which stays open, with a checksum at the end. */
  public static void write(InputStream in, OutputStream out) throws IOException {
    try (ZstdOutputStreamNoFinalizer zstd = new ZstdOutputStreamNoFinalizer(new Kept(out), LEVEL)) {
      zstd.setCloseFrameOnFlush(false);
      zstd.setChecksum(true);
      byte[] piece = new byte[PIECE];
      for (int got = in.read(piece); got >= 0; got = in.read(piece)) {
        zstd.write(piece, 0, got);
      }
    }
  }

  /** Stays open when the compressor closes it. */
  private static final class Kept extends FilterOutputStream {

    Kept(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
