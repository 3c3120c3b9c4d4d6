package dev.layerseal.erofs;

import java.util.Arrays;

/** A number for each nid that was reached, in little space: open addressing, no boxes. */
final class NidTable {

  private static final int START = 1 << 10;

  private long[] keys = new long[START];
  private int[] values = new int[START];
  private boolean[] used = new boolean[START];
  private int size;

  int size() {
    return size;
  }

  /** The number of {@code nid}, 0 when it was not reached. */
  int get(long nid) {
    int at = slot(nid);
    return used[at] ? values[at] : 0;
  }

  void put(long nid, int value) {
    int at = slot(nid);
    if (!used[at]) {
      if (++size * 2 > keys.length) {
        grow();
        at = slot(nid);
      }
      used[at] = true;
      keys[at] = nid;
    }
    values[at] = value;
  }

  /** All nids, in ascending order. */
  long[] nids() {
    long[] nids = new long[size];
    int count = 0;
    for (int i = 0; i < keys.length; i++) {
      if (used[i]) {
        nids[count++] = keys[i];
      }
    }
    Arrays.sort(nids);
    return nids;
  }

  private int slot(long nid) {
    int mask = keys.length - 1;
    int at = (int) (nid * 0x9e3779b97f4a7c15L >>> 32) & mask;
    while (used[at] && keys[at] != nid) {
      at = at + 1 & mask;
    }
    return at;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    boolean[] oldUsed = used;
    keys = new long[oldKeys.length * 2];
    values = new int[keys.length];
    used = new boolean[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldUsed[i]) {
        int at = slot(oldKeys[i]);
        used[at] = true;
        keys[at] = oldKeys[i];
        values[at] = oldValues[i];
      }
    }
  }
}
