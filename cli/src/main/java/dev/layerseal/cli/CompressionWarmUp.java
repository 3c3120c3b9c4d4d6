package dev.layerseal.cli;

import dev.layerseal.erofs.codec.FillCompressor;
import dev.layerseal.erofs.codec.Lz4Fast;
import dev.layerseal.erofs.mkfs.Compression;
import dev.layerseal.erofs.mkfs.Compression.Algorithm;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Compresses a text while the command line is still being read, until the virtual machine has
 * compiled the fast compressor: interpreted it is a hundred times slower, and it is done soon. The
 * thorough ones take so long over an archive that they had better be compiled for what is in it.
 */
final class CompressionWarmUp implements Runnable {

  private static final String OPTION = "--compress";

  /** Bytes of the text: more than compressors of short input see, which use another table. */
  private static final int LENGTH = 200_000;

  private static final int CLUSTER = 4096;
  private static final int SHORT_CLUSTER = 100;
  private static final int WORDS = 2000;
  private static final int ROUNDS = 20;

  /** Bytes of input there are: it ends, and so does the cluster, as both do in archives. */
  private static final int[] AHEAD = {LENGTH, 300, 70_000, 5000, 40, 20_000, 1200};

  private CompressionWarmUp() {}

  /** The work for a command that compresses that way. */
  static Optional<CompressionWarmUp> of(String... arguments) {
    return algorithm(List.of(arguments))
        .filter(Compression.of(Algorithm.LZ4).toString()::equals)
        .map(algorithm -> new CompressionWarmUp());
  }

  private static Optional<String> algorithm(List<String> arguments) {
    int option = arguments.indexOf(OPTION);
    if (option >= 0) {
      return arguments.stream().skip(option + 1).findFirst();
    }
    return arguments.stream()
        .filter(argument -> argument.startsWith(OPTION + "="))
        .map(argument -> argument.substring(OPTION.length() + 1))
        .findFirst();
  }

  @Override
  public void run() {
    byte[] text = text();
    byte[] zeros = new byte[LENGTH];
    byte[] cluster = new byte[CLUSTER];
    FillCompressor compressor = new Lz4Fast();
    for (int round = 0; round < ROUNDS; round++) {
      // A match that is too long for its cluster is rare, and compiled code would not expect it.
      compressor.fill(zeros, 0, LENGTH, cluster, SHORT_CLUSTER);
      int at = 0;
      for (int call = 0; at < LENGTH; call++) {
        int length = Math.min(AHEAD[call % AHEAD.length], LENGTH - at);
        at += compressor.fill(text, at, length, cluster, CLUSTER).consumed();
      }
    }
  }

  /** Words that come back, runs of zeros, and what does not compress. */
  private static byte[] text() {
    SplittableRandom random = new SplittableRandom(1);
    byte[] words = new byte[WORDS];
    random.nextBytes(words);
    byte[] text = new byte[LENGTH];
    int at = 0;
    while (at < LENGTH) {
      int length = Math.min(3 + random.nextInt(random.nextInt(20) == 0 ? 300 : 12), LENGTH - at);
      switch (random.nextInt(16)) {
        case 0 -> Arrays.fill(text, at, at + length, (byte) 0);
        case 1, 2 -> fill(text, at, length, random);
        default -> System.arraycopy(words, random.nextInt(WORDS - 400), text, at, length);
      }
      at += length;
    }
    return text;
  }

  private static void fill(byte[] text, int at, int length, SplittableRandom random) {
    for (int i = 0; i < length; i++) {
      text[at + i] = (byte) random.nextInt();
    }
  }
}
