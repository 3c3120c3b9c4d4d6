package dev.layerseal.erofs.codec;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Content of the kinds that compressors treat differently. */
public final class Samples {

  private static final int WORDS = 500;

  private Samples() {}

  /** Up to 200,000 bytes of one kind, or of several one after the other. */
  public static byte[] any(SplittableRandom random) {
    int length = 1 + random.nextInt(1 << random.nextInt(1, 18));
    return switch (random.nextInt(5)) {
      case 0 -> random(random, length);
      case 1 -> text(random, length);
      case 2 -> runs(random, length);
      case 3 -> periodic(random, length);
      default -> mixed(random, length);
    };
  }

  public static byte[] random(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  public static byte[] text(SplittableRandom random, int length) {
    byte[][] words = new byte[WORDS][];
    for (int i = 0; i < WORDS; i++) {
      words[i] = random(random, random.nextInt(2, 12));
    }
    byte[] bytes = new byte[length];
    for (int at = 0; at < length; ) {
      byte[] word = words[random.nextInt(WORDS)];
      int count = Math.min(word.length, length - at);
      System.arraycopy(word, 0, bytes, at, count);
      at += count;
    }
    return bytes;
  }

  static byte[] runs(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    for (int at = 0; at < length; ) {
      int end = Math.min(length, at + 1 + random.nextInt(1 << random.nextInt(1, 14)));
      Arrays.fill(bytes, at, end, (byte) random.nextInt(3));
      at = end;
    }
    return bytes;
  }

  static byte[] periodic(SplittableRandom random, int length) {
    byte[] bytes = random(random, length);
    int period = random.nextInt(1, 70_000);
    for (int i = period; i < length; i++) {
      bytes[i] = bytes[i - period];
    }
    return bytes;
  }

  static byte[] mixed(SplittableRandom random, int length) {
    byte[] bytes = text(random, length);
    int middle = random.nextInt(length);
    byte[] noise = random(random, length - middle);
    System.arraycopy(noise, 0, bytes, middle, Math.min(noise.length, 5000));
    return bytes;
  }
}
