package dev.layerseal.tar;

/** What an entry makes. Entries of other type bytes are dropped by the reference tool. */
public enum TarType {
  REGULAR(0100000),
  HARD_LINK(0100000),
  SYMLINK(0120000),
  CHARACTER_DEVICE(0020000),
  BLOCK_DEVICE(0060000),
  DIRECTORY(0040000),
  FIFO(0010000);

  private final int mode;

  TarType(int mode) {
    this.mode = mode;
  }

  /** The file type bits of {@code st_mode}. */
  public int mode() {
    return mode;
  }

  /** Whether the type is a device, which carries a device number. */
  public boolean isDevice() {
    return this == CHARACTER_DEVICE || this == BLOCK_DEVICE;
  }
}
