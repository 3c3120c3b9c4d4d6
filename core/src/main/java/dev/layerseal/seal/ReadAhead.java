package dev.layerseal.seal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream on a thread of its own, a bounded number of bytes ahead. What the stream throws is
 * thrown to the reader.
 */
final class ReadAhead extends InputStream {

  private static final int BUFFER_SIZE = 1 << 17;
  private static final int BUFFERS = 8;

  /** Bytes of a buffer that are filled; less than 0 marks the end. */
  private static final class Piece {
    private final byte[] bytes = new byte[BUFFER_SIZE];
    private int length;
    private @Nullable Throwable failure;
  }

  private final InputStream source;
  private final BlockingQueue<Piece> free = new ArrayBlockingQueue<>(BUFFERS);
  private final BlockingQueue<Piece> filled = new ArrayBlockingQueue<>(BUFFERS);
  private final Thread thread;
  private @Nullable Piece current;
  private int at;

  ReadAhead(String name, InputStream source) {
    this.source = source;
    for (int i = 0; i < BUFFERS; i++) {
      free.add(new Piece());
    }
    thread = new Thread(this::fill, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void fill() {
    try {
      boolean more = true;
      while (more) {
        Piece piece = free.take();
        try {
          piece.length = source.readNBytes(piece.bytes, 0, BUFFER_SIZE);
          more = piece.length == BUFFER_SIZE;
        } catch (IOException | RuntimeException | Error e) {
          piece.length = 0;
          piece.failure = e;
          more = false;
        }
        filled.put(piece);
      }
      Piece last = free.take();
      last.length = -1;
      filled.put(last);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
    Piece piece = piece();
    if (piece.length < 0) {
      return -1;
    }
    int step = Math.min(length, piece.length - at);
    System.arraycopy(piece.bytes, at, buffer, offset, step);
    at += step;
    return step;
  }

  /** The piece that the next byte is in, or the mark of the end. */
  private Piece piece() throws IOException {
    Piece piece = current;
    try {
      while (piece == null || piece.length >= 0 && at == piece.length) {
        if (piece != null) {
          free.put(piece);
        }
        piece = filled.take();
        current = piece;
        at = 0;
        rethrow(piece);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    return piece;
  }

  private static void rethrow(Piece piece) throws IOException {
    Throwable failure = piece.failure;
    if (failure instanceof IOException known) {
      throw known;
    }
    if (failure instanceof RuntimeException bug) {
      throw bug;
    }
    if (failure instanceof Error error) {
      throw error;
    }
  }

  /** Ends the thread and closes the stream that it read. */
  @Override
  public void close() throws IOException {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    source.close();
  }
}
