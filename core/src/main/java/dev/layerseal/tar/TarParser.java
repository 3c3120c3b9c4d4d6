package dev.layerseal.tar;

import dev.layerseal.error.LayersealException;
import dev.layerseal.tar.TarWarning.Kind;
import java.io.IOException;

/**
 * Reads an archive that is pushed in pieces of any length, header by header as {@code mkfs.erofs}
 * does. Nothing of it is kept but the header at hand and its pax records.
 *
 * <p>Not safe for use by several threads. After an exception it must not be used again.
 */
public final class TarParser {

  /** A containerd node reliably sees this many bytes behind the end mark, not more. */
  public static final int RELIABLE_TAIL = 16 << 10;

  /** What the next bytes are. */
  private enum State {
    PADDING,
    HEADER,
    DROPPED,
    RECORDS,
    CONTENT,
    ENDED
  }

  private final TarDialect dialect;
  private final TarConsumer consumer;
  private final EntryReader entries;
  private final byte[] header = new byte[TarHeader.SIZE];

  private State state = State.HEADER;
  private byte[] target = header;
  private int filled;
  private long remaining;
  private long offset;
  private long consumed;
  private long tail;

  public TarParser(TarDialect dialect, TarConsumer consumer) {
    this.dialect = dialect;
    this.consumer = consumer;
    this.entries = new EntryReader(dialect, consumer);
  }

  /** Takes the next bytes of the archive. */
  public void update(byte[] buffer, int start, int length) throws LayersealException, IOException {
    int position = start;
    int end = start + length;
    while (position < end) {
      int taken = take(buffer, position, end - position);
      position += taken;
      consumed += taken;
    }
  }

  /** Takes the end of the archive. */
  public void finish() throws LayersealException {
    switch (state) {
      case PADDING -> throw Refusal.truncated(consumed, "inside the padding of an entry");
      case CONTENT -> throw Refusal.truncated(consumed, "inside the content of an entry");
      case RECORDS -> endInRecords();
      case DROPPED -> endBehindEntry();
      case HEADER -> endWithoutMark();
      case ENDED -> warnOfTail();
    }
  }

  /** The offset as the reference tool counts it: at the end, the length up to the end mark. */
  public long offset() {
    return offset;
  }

  /** Number of bytes pushed. */
  public long consumed() {
    return consumed;
  }

  private int take(byte[] buffer, int position, int available)
      throws LayersealException, IOException {
    return switch (state) {
      case HEADER, RECORDS -> fill(buffer, position, available);
      case PADDING, DROPPED, CONTENT -> pass(buffer, position, available);
      case ENDED -> {
        tail += available;
        yield available;
      }
    };
  }

  private int fill(byte[] buffer, int position, int available)
      throws LayersealException, IOException {
    int length = Math.min(available, target.length - filled);
    System.arraycopy(buffer, position, target, filled, length);
    filled += length;
    if (filled == target.length) {
      if (state == State.HEADER) {
        readHeader();
      } else {
        readRecords();
      }
    }
    return length;
  }

  private int pass(byte[] buffer, int position, int available)
      throws LayersealException, IOException {
    int length = (int) Math.min(available, remaining);
    remaining -= length;
    if (state == State.CONTENT) {
      consumer.data(buffer, position, length);
    }
    if (remaining == 0) {
      nextHeader();
    }
    return length;
  }

  private void readHeader() throws LayersealException, IOException {
    offset += TarHeader.SIZE;
    EntryReader.Next next = entries.header(header, offset);
    offset += entries.size();
    switch (next) {
      case HEADER -> nextHeader();
      case RECORDS -> expectRecords();
      case CONTENT -> expect(State.CONTENT);
      case DROPPED -> expect(State.DROPPED);
      case END -> state = State.ENDED;
    }
  }

  private void expect(State passed) {
    state = passed;
    remaining = entries.size();
    if (remaining == 0) {
      nextHeader();
    }
  }

  private void expectRecords() throws LayersealException {
    state = State.RECORDS;
    target = new byte[(int) entries.size()];
    filled = 0;
    if (target.length == 0) {
      readRecords();
    }
  }

  private void readRecords() throws LayersealException {
    entries.records(target);
    nextHeader();
  }

  private void nextHeader() {
    target = header;
    filled = 0;
    remaining = -offset & (TarHeader.SIZE - 1);
    state = remaining == 0 ? State.HEADER : State.PADDING;
    offset += remaining;
  }

  private void endInRecords() throws LayersealException {
    if (!entries.inPaxRecords() || dialect.isComposefs()) {
      throw Refusal.truncated(consumed, "inside pax records or a long name");
    }
    if (filled == 0) {
      endBehindEntry();
    } else {
      consumer.warning(
          new TarWarning(
              Kind.CUT_AT_PAX_RECORDS,
              consumed - filled - TarHeader.SIZE,
              "the archive ends inside pax records, and what comes before is taken as all of it"));
    }
  }

  private void endBehindEntry() throws LayersealException {
    if ((offset & (TarHeader.SIZE - 1)) != 0) {
      throw Refusal.truncated(consumed, "where padding has to follow");
    }
    endWithoutMark();
  }

  private void endWithoutMark() throws LayersealException {
    if (dialect.isOld()) {
      throw Refusal.byTool(consumed, "there is none, nor an end mark, as 1.8 needs it");
    }
    if (dialect.isComposefs()) {
      return;
    }
    consumer.warning(
        new TarWarning(
            Kind.NO_END_MARK, consumed, "the archive has no end mark, which 1.8 refuses"));
  }

  private void warnOfTail() {
    if (tail > RELIABLE_TAIL && !dialect.isComposefs()) {
      consumer.warning(
          new TarWarning(
              Kind.LONG_TAIL,
              consumed - tail,
              tail
                  + " bytes follow the end mark: containerd cuts such a layer at a place that"
                  + " varies, so that its root hash in tar-index mode varies too"));
    }
  }
}
