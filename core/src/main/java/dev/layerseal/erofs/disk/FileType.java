package dev.layerseal.erofs.disk;

import java.util.Optional;

/** Type of a file, as a directory entry and as {@code i_mode} say it. */
public enum FileType {
  REGULAR(1, 0100000),
  DIRECTORY(2, 0040000),
  CHARACTER_DEVICE(3, 0020000),
  BLOCK_DEVICE(4, 0060000),
  FIFO(5, 0010000),
  SOCKET(6, 0140000),
  SYMLINK(7, 0120000);

  /** The bits of a mode that hold the type. */
  public static final int MODE_MASK = 0170000;

  private static final FileType[] BY_CODE = values();

  /** Value in a directory entry. */
  public final int code;

  /** Value in the bits {@link #MODE_MASK} of a mode. */
  public final int mode;

  FileType(int code, int mode) {
    this.code = code;
    this.mode = mode;
  }

  /** The type in a directory entry, empty for 0 and for values without a meaning. */
  public static Optional<FileType> ofCode(int code) {
    return code < 1 || code > BY_CODE.length ? Optional.empty() : Optional.of(BY_CODE[code - 1]);
  }

  /** The type in a mode, empty when its type bits have no meaning. */
  public static Optional<FileType> ofMode(int mode) {
    for (FileType type : BY_CODE) {
      if (type.mode == (mode & MODE_MASK)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
