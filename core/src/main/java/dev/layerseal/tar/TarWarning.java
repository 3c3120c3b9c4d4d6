package dev.layerseal.tar;

import java.util.Locale;

/**
 * Something in a layer that the reference tool passes over in silence, or that it reads in another
 * way than other tools do.
 *
 * @param offset of the header that it is about, in bytes from the start of the archive
 * @param detail the rest of the sentence for people
 */
public record TarWarning(Kind kind, long offset, String detail) {

  /** What it is about; the identifier is stable. */
  public enum Kind {
    /** A regular file of the old kind (type byte NUL) is left out. */
    OLD_REGULAR_FILE_DROPPED,
    /** A GNU sparse file (type {@code S}) is left out. */
    SPARSE_FILE_DROPPED,
    /** A pax sparse file appears under its placeholder name, with condensed content. */
    SPARSE_FILE_CONDENSED,
    /** An entry of another type is left out. */
    ENTRY_DROPPED,
    /** A device number does not parse: this entry and all behind it are left out. */
    CUT_AT_DEVICE,
    /** The archive ends inside pax records: what was read before is taken as all. */
    CUT_AT_PAX_RECORDS,
    /** The archive has no end mark, which older releases refuse. */
    NO_END_MARK,
    /** More follows the end mark than nodes reliably see. */
    LONG_TAIL,
    /** An extended attribute with an unknown prefix is left out. */
    XATTR_DROPPED,
    /** An extended attribute does not fit its fields, which damages the image. */
    XATTR_CUT,
    /** Extended attributes of one file are not in byte order: erofs-utils before 1.9.3 differs. */
    XATTR_ORDER,
    /** A whiteout, device or fifo has content, so that it is none in the image. */
    SPECIAL_WITH_CONTENT,
    /** A hard link to itself is passed over. */
    HARD_LINK_TO_ITSELF,
    /**
     * A hard link was made in a directory that is replaced later, and used after that. The
     * reference tool works with memory then that it has freed: its image may differ from run to
     * run.
     */
    FREED_DIRECTORY,
    /** There is no entry for the root: its owner is that of the process which makes the image. */
    NO_ROOT_ENTRY,
    /** A whiteout or opaque marker removes what its own layer has in front of it. */
    WHITEOUT_OF_SAME_LAYER,
    /** More warnings than are kept. */
    MORE;

    /** The identifier in reports, such as {@code sparse-file-dropped}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Override
  public String toString() {
    return "%s at 0x%x: %s".formatted(kind.id(), offset, detail);
  }

  // Spelled out: what a record has by itself is put together at run time, which a start would wait
  // for.
  @Override
  public int hashCode() {
    return Long.hashCode(offset);
  }
}
