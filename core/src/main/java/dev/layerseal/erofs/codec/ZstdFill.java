package dev.layerseal.erofs.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;

/**
 * One zstd frame for each physical cluster. libzstd cannot fill an output, so the length of the
 * input is found by trials, each as long as the ratio so far lets expect. The bytes are those of
 * mkfs.erofs where that has the same libzstd.
 */
public final class ZstdFill implements FillCompressor, AutoCloseable {

  public static final int MIN_LEVEL = -1;
  public static final int MAX_LEVEL = 22;

  private static final int MAX_WINDOW = 1 << 20;
  private static final int CLUSTERS_PER_WINDOW = 8;

  /** Bytes that a trial may have beyond the capacity. */
  private static final int SLACK = 32;

  private final ZstdCompressCtx context = new ZstdCompressCtx();
  private byte[] trial = new byte[0];

  /**
   * @param level of libzstd
   * @param windowBits see {@link #windowBits}
   */
  public ZstdFill(int level, int windowBits) {
    context.setLevel(level);
    context.setWindowLog(windowBits);
  }

  /** Logarithm of the window for the largest physical cluster of an image. */
  public static int windowBits(int clusterSize) {
    long window = Math.min(MAX_WINDOW, (long) CLUSTERS_PER_WINDOW * clusterSize);
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(window);
  }

  @Override
  public Filling fill(byte[] source, int offset, int length, byte[] target, int capacity) {
    trial = trial.length == capacity + SLACK ? trial : new byte[capacity + SLACK];
    int fits = 0;
    int size = 0;
    int tooMuch = length + 1;
    long next = 4L * capacity;
    while (tooMuch > fits + 1 && size + 1 < capacity) {
      int tried = (int) Math.min(Math.max(next, fits + 1), tooMuch - 1);
      int compressed = compress(source, offset, tried);
      if (compressed <= capacity) {
        System.arraycopy(trial, 0, target, 0, compressed);
        fits = tried;
        size = compressed;
        next = (long) capacity * tried / compressed;
      } else {
        tooMuch = tried;
        next = (fits + (long) tooMuch) / 2;
      }
    }
    return new Filling(fits, size);
  }

  /** Size of the frame; more than any capacity where it does not fit the trial. */
  private int compress(byte[] source, int offset, int length) {
    try {
      return context.compressByteArray(trial, 0, trial.length, source, offset, length);
    } catch (ZstdException e) {
      if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
        return Integer.MAX_VALUE;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
