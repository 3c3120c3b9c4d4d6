package dev.layerseal.tar;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.tar.TarWarning.Kind;
import java.io.IOException;
import java.util.OptionalLong;

/** Turns headers, and the pax records and long names between them, into entries. */
final class EntryReader {

  /** What follows a header. */
  enum Next {
    HEADER,
    RECORDS,
    CONTENT,
    DROPPED,
    END
  }

  /** A bound of our own: the reference tool has none. */
  private static final int MAX_PATH = 32 << 10;

  private final TarDialect dialect;
  private final TarConsumer consumer;
  private final EntryRecords records;

  private boolean zeroSeen;
  private long headerOffset;
  private long size;

  EntryReader(TarDialect dialect, TarConsumer consumer) {
    this.dialect = dialect;
    this.consumer = consumer;
    this.records = new EntryRecords(dialect);
  }

  /** Size of what belongs to the last header, as it counts for the offset. */
  long size() {
    return size;
  }

  /** Whether the records that follow the last header are pax records, not a long name. */
  boolean inPaxRecords() {
    return records.arePax();
  }

  /** Reads a header that ends at {@code end}. */
  Next header(byte[] block, long end) throws LayersealException, IOException {
    TarHeader header = new TarHeader(block, dialect);
    headerOffset = end - TarHeader.SIZE;
    size = 0;
    if (!header.checksumHolds()) {
      return zeroBlock(header);
    }
    if (dialect.isComposefs()) {
      checkPlace();
    } else if (header.type() == 'V') {
      consumer.volumeLabel(header.volumeLabel());
      return Next.HEADER;
    } else if (!header.isUstar()) {
      throw refused("the magic is not ustar");
    }
    EntryNumbers numbers = EntryNumbers.read(header, records.values(), headerOffset);
    size = numbers.size();
    return typed(header, numbers);
  }

  private void checkPlace() throws UnsupportedFeatureException {
    if (zeroSeen) {
      throw refused("a single zero block stands in front of it");
    }
  }

  private Next zeroBlock(TarHeader header) throws UnsupportedFeatureException {
    if (!header.isZeroBlock()) {
      throw refused("the checksum does not hold");
    }
    if (dialect.isComposefs() && records.announced()) {
      throw refused("the archive ends where the entry of pax records or a long name has to follow");
    }
    boolean second = zeroSeen;
    zeroSeen = true;
    return second ? Next.END : Next.HEADER;
  }

  private Next typed(TarHeader header, EntryNumbers numbers)
      throws LayersealException, IOException {
    byte type = header.type();
    if (dialect.isComposefs()) {
      return composefsTyped(type, header, numbers);
    }
    if (type <= '7' && records.values().path == null) {
      records.values().path = path(header);
    }
    return erofsTyped(type, header, numbers);
  }

  private Next erofsTyped(byte type, TarHeader header, EntryNumbers numbers)
      throws LayersealException, IOException {
    return switch (type) {
      case '0', '7' -> entry(TarType.REGULAR, header, numbers);
      case '1' -> entry(TarType.HARD_LINK, header, numbers);
      case '2' -> entry(TarType.SYMLINK, header, numbers);
      case '3' -> entry(TarType.CHARACTER_DEVICE, header, numbers);
      case '4' -> entry(TarType.BLOCK_DEVICE, header, numbers);
      case '5' -> entry(TarType.DIRECTORY, header, numbers);
      case '6' -> entry(TarType.FIFO, header, numbers);
      case 'x', 'g', 'L', 'K' -> expectRecords(type);
      default -> drop(type, header);
    };
  }

  /**
   * What erofs-utils leaves out is a file of the old kind, a directory by its slash, or refused.
   */
  private Next composefsTyped(byte type, TarHeader header, EntryNumbers numbers)
      throws LayersealException, IOException {
    if (header.announcesRecords()) {
      if (!header.isUstar() || !records.announce(type)) {
        throw refused("'%c' is not expected here".formatted((char) type));
      }
      return expectRecords(type);
    }
    PaxValues values = records.values();
    values.path = values.path == null ? header.path() : values.path;
    if (values.path.length == 0 || values.sparse) {
      throw refused(values.sparse ? "a sparse file" : "the path is empty");
    }
    if (type == 0) {
      boolean slash = values.path[values.path.length - 1] == '/';
      return entry(slash ? TarType.DIRECTORY : TarType.REGULAR, header, numbers);
    }
    if (type < '0' || type > '7') {
      throw refused("type 0x%02x is not that of a file".formatted(type & 0xff));
    }
    return erofsTyped(type, header, numbers);
  }

  private byte[] path(TarHeader header) throws UnsupportedFeatureException {
    byte[] path = header.path();
    if (path.length == 0 && dialect.isOld()) {
      throw refused("the name is only slashes, at which 1.8 crashes");
    }
    return path;
  }

  private Next expectRecords(byte type) throws UnsupportedFeatureException {
    records.expect(type, size, headerOffset);
    return Next.RECORDS;
  }

  /** Takes the records that follow the last header. */
  void records(byte[] bytes) throws UnsupportedFeatureException {
    records.take(bytes, headerOffset);
  }

  private Next drop(byte type, TarHeader header) {
    Kind kind =
        switch (type) {
          case 0 -> Kind.OLD_REGULAR_FILE_DROPPED;
          case 'S' -> Kind.SPARSE_FILE_DROPPED;
          default -> Kind.ENTRY_DROPPED;
        };
    byte[] stated = records.values().path;
    byte[] path = stated != null ? stated : header.path();
    warn(kind, "type 0x%02x is left out: %s".formatted(type & 0xff, Bytes.printable(path)));
    nextEntry();
    return Next.DROPPED;
  }

  private Next entry(TarType type, TarHeader header, EntryNumbers numbers)
      throws LayersealException, IOException {
    PaxValues values = records.values();
    OptionalLong major = type.isDevice() ? header.deviceMajor() : OptionalLong.of(0);
    OptionalLong minor = type.isDevice() ? header.deviceMinor() : OptionalLong.of(0);
    byte[] path = values.path != null ? values.path : Bytes.EMPTY;
    if (major.isEmpty() || minor.isEmpty()) {
      if (dialect.isComposefs()) {
        throw refused("the device number is no number");
      }
      warn(
          Kind.CUT_AT_DEVICE,
          "its device number does not parse; it and all entries behind it are left out: "
              + Bytes.printable(path));
      return Next.END;
    }
    TarEntry entry =
        new TarEntry(
            type,
            bounded(path),
            bounded(values.link != null ? values.link : header.link()),
            numbers.mode() & ~0170000 & 0xffff,
            numbers.uid(),
            numbers.gid(),
            numbers.modified(),
            values.nanoseconds,
            size,
            (int) major.getAsLong(),
            (int) minor.getAsLong(),
            records.xattrs(),
            headerOffset,
            headerOffset + TarHeader.SIZE);
    warnOfSparse(path);
    nextEntry();
    return consumer.entry(entry) ? Next.CONTENT : Next.HEADER;
  }

  private byte[] bounded(byte[] path) throws UnsupportedFeatureException {
    if (path.length > MAX_PATH) {
      throw new UnsupportedFeatureException(
          "tar header at 0x%x: a path of %d bytes, at most %d are read"
              .formatted(headerOffset, path.length, MAX_PATH));
    }
    return path;
  }

  private void warnOfSparse(byte[] path) {
    if (records.sparse()) {
      warn(
          Kind.SPARSE_FILE_CONDENSED,
          "a sparse file appears under its placeholder name: " + Bytes.printable(path));
    }
  }

  private void nextEntry() {
    records.nextEntry();
    zeroSeen = false;
  }

  private void warn(Kind kind, String detail) {
    consumer.warning(new TarWarning(kind, headerOffset, detail));
  }

  private UnsupportedFeatureException refused(String why) {
    return Refusal.byTool(headerOffset, why);
  }
}
