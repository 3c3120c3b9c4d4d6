package dev.layerseal.composefs;

import java.util.BitSet;

/**
 * Which 64-bit hashes were added more than once. Finds the few xattrs that many inodes share among
 * millions that belong to one inode, at about 16 bytes for each at most.
 */
final class RepeatedHashes {

  private long[] slots = new long[1 << 10];
  private BitSet repeated = new BitSet();
  private int used;
  private boolean zeroSeen;
  private boolean zeroRepeated;

  void add(long hash) {
    if (hash == 0) {
      zeroRepeated = zeroSeen;
      zeroSeen = true;
      return;
    }
    int slot = find(hash);
    if (slots[slot] == hash) {
      repeated.set(slot);
      return;
    }
    slots[slot] = hash;
    used++;
    if (used > slots.length / 4 * 3) {
      grow();
    }
  }

  boolean contains(long hash) {
    return hash == 0 ? zeroRepeated : repeated.get(find(hash));
  }

  private int find(long hash) {
    int mask = slots.length - 1;
    int slot = (int) (hash ^ hash >>> 32) & mask;
    while (slots[slot] != 0 && slots[slot] != hash) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    long[] old = slots;
    BitSet oldRepeated = repeated;
    slots = new long[old.length * 2];
    repeated = new BitSet(slots.length);
    for (int i = 0; i < old.length; i++) {
      if (old[i] != 0) {
        int slot = find(old[i]);
        slots[slot] = old[i];
        repeated.set(slot, oldRepeated.get(i));
      }
    }
  }
}
