package dev.layerseal.tar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * The fields of a 512-byte header ({@code ustar}; GNU's magic passes too).
 *
 * <pre>
 *   0  100  name
 * 100    8  mode       octal
 * 108    8  uid        octal or base 256, as gid, size, mtime and the device numbers
 * 116    8  gid
 * 124   12  size
 * 136   12  mtime
 * 148    8  chksum     octal sum of the bytes, this field taken as spaces
 * 156    1  typeflag
 * 157  100  linkname
 * 257    5  magic      "ustar"
 * 329    8  devmajor
 * 337    8  devminor
 * 345  155  prefix
 * 500   12  unused, and not in the sum that erofs-utils makes
 * </pre>
 */
record TarHeader(byte[] bytes, TarDialect dialect) {

  static final int SIZE = 512;
  private static final int NAME_LENGTH = 100;
  private static final int MODE = 100;
  private static final int UID = 108;
  private static final int GID = 116;
  private static final int FILE_SIZE = 124;
  private static final int MTIME = 136;
  private static final int CHECKSUM = 148;
  private static final int TYPE = 156;
  private static final int LINK = 157;
  private static final int MAGIC = 257;
  private static final int DEVICE_MAJOR = 329;
  private static final int DEVICE_MINOR = 337;
  private static final int PREFIX = 345;
  private static final int PREFIX_LENGTH = 155;
  private static final int EROFS_END = 500;
  private static final byte[] ZEROS = new byte[SIZE];
  private static final int SPACES_IN_CHECKSUM = 8 * ' ';

  /** Whether the sum field holds the sum of the bytes, taken as unsigned or as signed ones. */
  boolean checksumHolds() {
    OptionalLong field = TarNumber.octal(bytes, CHECKSUM, 8);
    if (field.isEmpty()) {
      return false;
    }
    int unsigned = SPACES_IN_CHECKSUM;
    int signed = SPACES_IN_CHECKSUM;
    int end = dialect.isComposefs() ? SIZE : EROFS_END;
    for (int i = 0; i < end; i = i == CHECKSUM - 1 ? TYPE : i + 1) {
      unsigned += bytes[i] & 0xff;
      signed += bytes[i];
    }
    int expected = (int) field.getAsLong();
    return expected == unsigned || expected == signed;
  }

  /**
   * Whether a header whose sum does not hold counts as a zero block: to erofs-utils by one byte.
   */
  boolean isZeroBlock() {
    int checked = dialect.isComposefs() ? SIZE : 1;
    return Arrays.equals(bytes, 0, checked, ZEROS, 0, checked);
  }

  boolean isUstar() {
    return new String(bytes, MAGIC, 5, StandardCharsets.ISO_8859_1).equals("ustar");
  }

  byte type() {
    return bytes[TYPE];
  }

  /** Whether pax records or a long name follow, which belong to the next header. */
  boolean announcesRecords() {
    return "xgLK".indexOf(type()) >= 0;
  }

  OptionalLong size() {
    return TarNumber.number(bytes, FILE_SIZE, 12, dialect);
  }

  OptionalLong mode() {
    return TarNumber.octal(bytes, MODE, 8);
  }

  OptionalLong uid() {
    return TarNumber.number(bytes, UID, 8, dialect);
  }

  OptionalLong gid() {
    return TarNumber.number(bytes, GID, 8, dialect);
  }

  OptionalLong modified() {
    return TarNumber.number(bytes, MTIME, 12, dialect);
  }

  OptionalLong deviceMajor() {
    return TarNumber.number(bytes, DEVICE_MAJOR, 8, dialect);
  }

  OptionalLong deviceMinor() {
    return TarNumber.number(bytes, DEVICE_MINOR, 8, dialect);
  }

  byte[] link() {
    return Bytes.text(bytes, LINK, 100);
  }

  /** The first 16 bytes of the name, the label of a volume header. */
  byte[] volumeLabel() {
    return Arrays.copyOf(bytes, 16);
  }

  /**
   * To erofs-utils: prefix and name without slashes at the end; a dot where both are empty. The
   * prefix counts for every magic, also where GNU tar keeps other times there.
   */
  byte[] path() {
    if (dialect.isComposefs()) {
      return joinedPath(isUstar() && bytes[MAGIC + 5] == 0);
    }
    byte[] path = joinedPath(true);
    return path.length == 0 ? new byte[] {'.'} : Bytes.withoutTrailingSlashes(path);
  }

  private byte[] joinedPath(boolean prefixed) {
    int prefixEnd = prefixed ? Bytes.terminator(bytes, PREFIX, PREFIX_LENGTH) : PREFIX;
    int nameEnd = Bytes.terminator(bytes, 0, NAME_LENGTH);
    int prefix = prefixEnd - PREFIX;
    boolean slash = prefix > 0 && bytes[prefixEnd - 1] != '/';
    byte[] path = new byte[prefix + (slash ? 1 : 0) + nameEnd];
    System.arraycopy(bytes, PREFIX, path, 0, prefix);
    if (slash) {
      path[prefix] = '/';
    }
    System.arraycopy(bytes, 0, path, path.length - nameEnd, nameEnd);
    return path;
  }
}
