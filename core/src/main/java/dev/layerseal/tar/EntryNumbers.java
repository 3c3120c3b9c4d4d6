package dev.layerseal.tar;

import dev.layerseal.error.UnsupportedFeatureException;
import java.util.OptionalLong;

/** The numbers that every header needs: those of pax records where they say them. */
record EntryNumbers(long size, int mode, int uid, int gid, long modified) {

  /**
   * The numbers of {@code header}, in the order in which the reference tool meets them.
   *
   * @param offset of the header, for messages
   */
  static EntryNumbers read(TarHeader header, PaxValues values, long offset)
      throws UnsupportedFeatureException {
    boolean ofRecords = header.dialect().isComposefs() && header.announcesRecords();
    Long stated = ofRecords ? null : values.size;
    long size = stated != null ? stated : number("size", header.size(), offset);
    if (size < 0) {
      throw Refusal.byTool(offset, "the size is negative: " + size);
    }
    int mode = (int) number("mode", header.mode(), offset);
    long uid = values.uid != null ? values.uid : number("uid", header.uid(), offset);
    long gid = values.gid != null ? values.gid : number("gid", header.gid(), offset);
    long modified =
        values.modified != null ? values.modified : number("mtime", header.modified(), offset);
    return new EntryNumbers(size, mode, (int) uid, (int) gid, modified);
  }

  private static long number(String field, OptionalLong value, long offset)
      throws UnsupportedFeatureException {
    return value.orElseThrow(() -> Refusal.byTool(offset, "the " + field + " field is no number"));
  }
}
