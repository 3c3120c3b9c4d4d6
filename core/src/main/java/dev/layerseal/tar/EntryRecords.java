package dev.layerseal.tar;

import dev.layerseal.error.UnsupportedFeatureException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The pax records and long names in front of an entry, and the global ones. */
final class EntryRecords {

  private final TarDialect dialect;
  private final PaxValues global = new PaxValues();
  private final Set<Byte> pending = new HashSet<>();

  private PaxValues values = global.forEntry();
  private byte type;

  EntryRecords(TarDialect dialect) {
    this.dialect = dialect;
  }

  /** What is set for the next entry. */
  PaxValues values() {
    return values;
  }

  List<TarXattr> xattrs() {
    return values.xattrsAnd(global);
  }

  boolean sparse() {
    return values.sparse || global.sparse;
  }

  /** Notes that records of {@code type} come; false where such did already for the same entry. */
  boolean announce(byte type) {
    return type == 'g' || pending.add(type);
  }

  /** Whether some wait for their entry; kept for composefs alone. */
  boolean announced() {
    return !pending.isEmpty();
  }

  /**
   * Prepares for records of {@code type} and {@code size} bytes behind the header at {@code
   * offset}.
   */
  void expect(byte type, long size, long offset) throws UnsupportedFeatureException {
    RecordBounds.check(dialect, type, size, offset);
    this.type = type;
  }

  /** Whether the records expected are pax records, not a long name. */
  boolean arePax() {
    return type == 'x' || type == 'g';
  }

  /** Takes the records expected. */
  void take(byte[] records, long offset) throws UnsupportedFeatureException {
    switch (type) {
      case 'L' -> values.path = Bytes.text(records, 0, records.length);
      case 'K' -> values.link = Bytes.text(records, 0, records.length);
      case 'x' -> new PaxRecords(dialect, offset, values).read(records);
      default -> {
        if (!dialect.isComposefs()) {
          takeGlobal(records, offset);
        }
      }
    }
  }

  /** The entry at hand has its values already: only path and link still reach it. */
  private void takeGlobal(byte[] records, long offset) throws UnsupportedFeatureException {
    new PaxRecords(dialect, offset, global).read(records);
    values.path = global.path != null ? global.path : values.path;
    values.link = global.link != null ? global.link : values.link;
  }

  /** Leaves an entry behind. */
  void nextEntry() {
    values = global.forEntry();
    pending.clear();
  }
}
