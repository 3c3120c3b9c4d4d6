package dev.layerseal.composefs;

import dev.layerseal.error.FormatException;
import dev.layerseal.tree.Xattrs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.TreeMap;

/** The xattrs of one inode by name, within the bounds of mkcomposefs. */
public final class XattrSet {

  private static final int MAX_NAME = 255;
  private static final int MAX_VALUE = 65535;

  /** What the xattrs of one inode may take: a header, and 7 more for each. */
  private static final int BUDGET = 32767;

  private static final int HEADER = 12;
  private static final int OVERHEAD = 7;

  private final TreeMap<byte[], Xattrs.Entry> byName = new TreeMap<>(Arrays::compareUnsigned);
  private int spent = HEADER;

  /**
   * Sets an xattr; one of the same name is replaced.
   *
   * @throws FormatException when name, value, or all of them together are too large
   */
  public void put(byte[] name, byte[] value) throws FormatException {
    if (name.length == 0 || name.length > MAX_NAME) {
      throw new FormatException("an xattr name of " + name.length + " bytes, expected 1 to 255");
    }
    if (value.length > MAX_VALUE) {
      throw new FormatException(
          "an xattr value of " + value.length + " bytes, expected at most " + MAX_VALUE);
    }
    Xattrs.Entry before = byName.put(name, new Xattrs.Entry(name, value));
    spent += name.length + value.length + OVERHEAD;
    if (before != null) {
      spent -= name.length + before.value().length + OVERHEAD;
    }
    if (spent > BUDGET) {
      throw new FormatException("the xattrs take more than " + BUDGET + " bytes");
    }
  }

  /** All of them, by name as unsigned bytes. */
  public Xattrs xattrs() {
    return byName.isEmpty() ? Xattrs.NONE : new Xattrs(new ArrayList<>(byName.values()));
  }
}
