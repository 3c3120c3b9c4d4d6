package dev.layerseal.erofs.disk;

/** The hash function XXH32, as its specification describes it. */
final class Xxh32 {

  private static final int PRIME_1 = 0x9e3779b1;
  private static final int PRIME_2 = 0x85ebca77;
  private static final int PRIME_3 = 0xc2b2ae3d;
  private static final int PRIME_4 = 0x27d4eb2f;
  private static final int PRIME_5 = 0x165667b1;
  private static final int STRIPE = 16;

  private Xxh32() {}

  static int hash(byte[] input, int seed) {
    int at = 0;
    int hash = seed + PRIME_5;
    if (input.length >= STRIPE) {
      int a = seed + PRIME_1 + PRIME_2;
      int b = seed + PRIME_2;
      int c = seed;
      int d = seed - PRIME_1;
      for (; at + STRIPE <= input.length; at += STRIPE) {
        a = round(a, word(input, at));
        b = round(b, word(input, at + 4));
        c = round(c, word(input, at + 8));
        d = round(d, word(input, at + 12));
      }
      hash = rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18);
    }
    return avalanche(rest(input, at, hash + input.length));
  }

  private static int rest(byte[] input, int from, int hash) {
    int at = from;
    int mixed = hash;
    for (; at + 4 <= input.length; at += 4) {
      mixed = rotate(mixed + word(input, at) * PRIME_3, 17) * PRIME_4;
    }
    for (; at < input.length; at++) {
      mixed = rotate(mixed + (input[at] & 0xff) * PRIME_5, 11) * PRIME_1;
    }
    return mixed;
  }

  private static int avalanche(int hash) {
    int mixed = (hash ^ hash >>> 15) * PRIME_2;
    mixed = (mixed ^ mixed >>> 13) * PRIME_3;
    return mixed ^ mixed >>> 16;
  }

  private static int round(int lane, int word) {
    return rotate(lane + word * PRIME_2, 13) * PRIME_1;
  }

  private static int rotate(int value, int bits) {
    return Integer.rotateLeft(value, bits);
  }

  private static int word(byte[] input, int at) {
    return input[at] & 0xff
        | (input[at + 1] & 0xff) << 8
        | (input[at + 2] & 0xff) << 16
        | input[at + 3] << 24;
  }
}
