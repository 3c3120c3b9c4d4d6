package dev.layerseal.tree;

/**
 * Number of a device.
 *
 * @param major 12 bits
 * @param minor 20 bits
 */
public record DeviceNumber(int major, int minor) {

  private static final int MAJOR_MASK = 0xfff;
  private static final int MINOR_LOW = 0xff;
  private static final int MINOR_HIGH = 0xfff00;

  /** The number in Linux's 32-bit form, which file systems store. */
  public static DeviceNumber decode(long encoded) {
    return new DeviceNumber(
        (int) (encoded >>> 8) & MAJOR_MASK,
        (int) encoded & MINOR_LOW | (int) (encoded >>> 12) & MINOR_HIGH);
  }

  /** Linux's 32-bit form. */
  public long encode() {
    return minor & MINOR_LOW | (long) (major & MAJOR_MASK) << 8 | (long) (minor & MINOR_HIGH) << 12;
  }

  @Override
  public String toString() {
    return major + ":" + minor;
  }
}
