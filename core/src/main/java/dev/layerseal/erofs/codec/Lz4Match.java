package dev.layerseal.erofs.codec;

/** A match: where it starts, how long it is, how far back its copy lies. */
final class Lz4Match {

  int start;
  int length;
  int distance;

  void set(Lz4Match other) {
    start = other.start;
    length = other.length;
    distance = other.distance;
  }

  /** Makes the match begin {@code count} bytes later and end where it did. */
  void skip(int count) {
    start += count;
    length -= count;
  }

  int end() {
    return start + length;
  }
}
