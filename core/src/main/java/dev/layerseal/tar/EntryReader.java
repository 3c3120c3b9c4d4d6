package dev.layerseal.tar;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.tar.TarWarning.Kind;
import java.io.IOException;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

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

  /** Bounds of our own: the reference tool has none. */
  private static final int MAX_PAX_RECORDS = 16 << 20;

  private static final int MAX_PATH = 32 << 10;

  private static final int MAX_OLD_RECORDS = 32 << 10;
  private static final int MAX_LONG_NAME = 4096;
  private static final int MAX_COMPOSEFS_RECORDS = 1 << 20;

  private final TarDialect dialect;
  private final TarConsumer consumer;
  private final PaxValues global = new PaxValues();

  private PaxValues values = global.forEntry();
  private final Set<Byte> pending = new HashSet<>();
  private boolean zeroSeen;
  private byte recordsType;
  private long headerOffset;
  private long size;

  EntryReader(TarDialect dialect, TarConsumer consumer) {
    this.dialect = dialect;
    this.consumer = consumer;
  }

  /** Size of what belongs to the last header, as it counts for the offset. */
  long size() {
    return size;
  }

  /** Whether the records that follow the last header are pax records, not a long name. */
  boolean inPaxRecords() {
    return recordsType == 'x' || recordsType == 'g';
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
    return typed(header, end, attributes(header));
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
    if (dialect.isComposefs() && !pending.isEmpty()) {
      throw refused("the archive ends where the entry of pax records or a long name has to follow");
    }
    boolean second = zeroSeen;
    zeroSeen = true;
    return second ? Next.END : Next.HEADER;
  }

  /** The numbers that every header needs, in the order in which the reference tool meets them. */
  private record Attributes(int mode, int uid, int gid, long modified) {}

  private Attributes attributes(TarHeader header) throws UnsupportedFeatureException {
    Long stated = values.size;
    long wanted =
        stated == null || dialect.isComposefs() && isRecords(header.type())
            ? number("size", header.size())
            : stated;
    if (wanted < 0) {
      throw refused("the size is negative: " + wanted);
    }
    int mode = (int) number("mode", header.mode());
    long uid = values.uid != null ? values.uid : number("uid", header.uid());
    long gid = values.gid != null ? values.gid : number("gid", header.gid());
    long modified = values.modified != null ? values.modified : number("mtime", header.modified());
    size = wanted;
    return new Attributes(mode, (int) uid, (int) gid, modified);
  }

  private long number(String field, OptionalLong value) throws UnsupportedFeatureException {
    return value.orElseThrow(() -> refused("the " + field + " field is no number"));
  }

  private Next typed(TarHeader header, long dataOffset, Attributes attributes)
      throws LayersealException, IOException {
    byte type = header.type();
    if (dialect.isComposefs()) {
      return composefsTyped(type, header, dataOffset, attributes);
    }
    if (type <= '7' && values.path == null) {
      values.path = path(header);
    }
    return erofsTyped(type, header, dataOffset, attributes);
  }

  private Next erofsTyped(byte type, TarHeader header, long dataOffset, Attributes attributes)
      throws LayersealException, IOException {
    return switch (type) {
      case '0', '7' -> entry(TarType.REGULAR, header, dataOffset, attributes);
      case '1' -> entry(TarType.HARD_LINK, header, dataOffset, attributes);
      case '2' -> entry(TarType.SYMLINK, header, dataOffset, attributes);
      case '3' -> entry(TarType.CHARACTER_DEVICE, header, dataOffset, attributes);
      case '4' -> entry(TarType.BLOCK_DEVICE, header, dataOffset, attributes);
      case '5' -> entry(TarType.DIRECTORY, header, dataOffset, attributes);
      case '6' -> entry(TarType.FIFO, header, dataOffset, attributes);
      case 'x', 'g', 'L', 'K' -> expectRecords(type);
      default -> drop(type, header);
    };
  }

  private static boolean isRecords(byte type) {
    return "xgLK".indexOf(type) >= 0;
  }

  /**
   * What erofs-utils leaves out is a file of the old kind, a directory by its slash, or refused.
   */
  private Next composefsTyped(byte type, TarHeader header, long dataOffset, Attributes attributes)
      throws LayersealException, IOException {
    boolean records = isRecords(type);
    if (records && (!header.isUstar() || type != 'g' && !pending.add(type))) {
      throw refused("'%c' is not expected here".formatted((char) type));
    }
    if (records) {
      return erofsTyped(type, header, dataOffset, attributes);
    }
    values.path = values.path == null ? header.path() : values.path;
    if (values.path.length == 0 || values.sparse) {
      throw refused(values.sparse ? "a sparse file" : "the path is empty");
    }
    if (type == 0) {
      boolean slash = values.path[values.path.length - 1] == '/';
      return entry(slash ? TarType.DIRECTORY : TarType.REGULAR, header, dataOffset, attributes);
    }
    if (type < '0' || type > '7') {
      throw refused("type 0x%02x is not that of a file".formatted(type & 0xff));
    }
    return erofsTyped(type, header, dataOffset, attributes);
  }

  private byte[] path(TarHeader header) throws UnsupportedFeatureException {
    byte[] path = header.path();
    if (path.length == 0 && dialect.isOld()) {
      throw refused("the name is only slashes, at which 1.8 crashes");
    }
    return path;
  }

  private Next expectRecords(byte type) throws UnsupportedFeatureException {
    if (dialect.isComposefs()) {
      return expectComposefsRecords(type);
    }
    boolean name = type == 'K' || type == 'L' && !dialect.isOld();
    if (name && size > MAX_LONG_NAME) {
      throw refused("a long name of %d bytes, at most 4096 are read".formatted(size));
    }
    if (dialect.isOld() && size > MAX_OLD_RECORDS) {
      throw refused("records of %d bytes, at most 32768 are read by 1.8".formatted(size));
    }
    if (size > MAX_PAX_RECORDS) {
      throw new UnsupportedFeatureException(
          "tar header at 0x%x: pax records of %d bytes, at most %d are read"
              .formatted(headerOffset, size, MAX_PAX_RECORDS));
    }
    recordsType = type;
    return Next.RECORDS;
  }

  private Next expectComposefsRecords(byte type) throws UnsupportedFeatureException {
    if (size > MAX_COMPOSEFS_RECORDS) {
      throw refused(
          "records of %d bytes, at most %d are read".formatted(size, MAX_COMPOSEFS_RECORDS));
    }
    recordsType = type;
    return Next.RECORDS;
  }

  /** Takes the records that follow the last header. */
  void records(byte[] records) throws UnsupportedFeatureException {
    switch (recordsType) {
      case 'L' -> values.path = Bytes.text(records, 0, records.length);
      case 'K' -> values.link = Bytes.text(records, 0, records.length);
      case 'x' -> new PaxRecords(dialect, headerOffset, values).read(records);
      default -> {
        if (!dialect.isComposefs()) {
          globalRecords(records);
        }
      }
    }
  }

  /** The entry at hand has its values already: only path and link still reach it. */
  private void globalRecords(byte[] records) throws UnsupportedFeatureException {
    new PaxRecords(dialect, headerOffset, global).read(records);
    values.path = global.path != null ? global.path : values.path;
    values.link = global.link != null ? global.link : values.link;
  }

  private Next drop(byte type, TarHeader header) {
    Kind kind =
        switch (type) {
          case 0 -> Kind.OLD_REGULAR_FILE_DROPPED;
          case 'S' -> Kind.SPARSE_FILE_DROPPED;
          default -> Kind.ENTRY_DROPPED;
        };
    byte[] path = values.path != null ? values.path : header.path();
    warn(kind, "type 0x%02x is left out: %s".formatted(type & 0xff, Bytes.printable(path)));
    nextEntry();
    return Next.DROPPED;
  }

  private Next entry(TarType type, TarHeader header, long dataOffset, Attributes attributes)
      throws LayersealException, IOException {
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
            attributes.mode & ~0170000 & 0xffff,
            attributes.uid,
            attributes.gid,
            attributes.modified,
            values.nanoseconds,
            size,
            (int) major.getAsLong(),
            (int) minor.getAsLong(),
            values.xattrsAnd(global),
            headerOffset,
            dataOffset);
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
    if (values.sparse || global.sparse) {
      warn(
          Kind.SPARSE_FILE_CONDENSED,
          "a sparse file appears under its placeholder name: " + Bytes.printable(path));
    }
  }

  private void nextEntry() {
    values = global.forEntry();
    pending.clear();
    zeroSeen = false;
  }

  private void warn(Kind kind, String detail) {
    consumer.warning(new TarWarning(kind, headerOffset, detail));
  }

  private UnsupportedFeatureException refused(String why) {
    return Refusal.byTool(headerOffset, why);
  }
}
