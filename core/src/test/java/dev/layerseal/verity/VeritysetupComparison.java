package dev.layerseal.verity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.testdata.Peer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Formats random data under random parameters, here and with {@code veritysetup}, and compares
 * every byte. Run as a program it takes the number of cases and a seed.
 */
final class VeritysetupComparison {

  private static final UUID ID = UUID.fromString("11111111-2222-4333-8444-555555555555");
  private static final int MAX_DATA = 3 << 20;

  private final Peer veritysetup = Peer.find("veritysetup");
  private final Path folder;
  private final Path data;
  private final Path theirs;
  private final Path ours;

  VeritysetupComparison(Path folder) {
    this.folder = folder;
    data = folder.resolve("data");
    theirs = folder.resolve("theirs");
    ours = folder.resolve("ours");
  }

  public static void main(String[] arguments) throws Exception {
    int cases = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
    Path folder = Files.createTempDirectory("verity-comparison-");
    try {
      new VeritysetupComparison(folder).run(cases, seed);
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
    System.out.println(cases + " cases agree, seed " + seed);
  }

  void run(int cases, long seed) throws IOException, LayersealException {
    SplittableRandom seeds = new SplittableRandom(seed);
    for (int i = 0; i < cases; i++) {
      long one = seeds.nextLong();
      try {
        compare(new SplittableRandom(one));
      } catch (AssertionError | IOException | LayersealException e) {
        throw new AssertionError("case seed " + one + " of run seed " + seed, e);
      }
    }
  }

  private void compare(SplittableRandom random) throws IOException, LayersealException {
    VerityParameters parameters = parameters(random);
    long length = length(parameters, random);
    byte[] content = new byte[(int) length];
    random.nextBytes(content);
    Files.write(data, content);
    Files.deleteIfExists(theirs);
    Files.deleteIfExists(ours);
    HashArea area = HashArea.at(512L * random.nextInt(20), random.nextInt(4) > 0);
    List<Object> options = options(parameters, area);
    Peer.Result format = run("format", options, data, theirs, "--uuid=" + ID);
    if (length < parameters.dataBlockSize().bytes() || behindTree(parameters, area, length)) {
      assertFalse(format.succeeded());
      assertThrows(FormatException.class, () -> write(parameters, area, 1 + random.nextInt(3)));
      return;
    }
    if (format.errors().contains("Error during update of verity header")) {
      return; // it cannot write a superblock where a short file ends in the same 4096 bytes
    }
    RootHash root = write(parameters, area, 1 + random.nextInt(3));
    String theirRoot = format.orFail().text().replaceAll("(?s).*Root hash:\\s+(\\w+).*", "$1");
    assertEquals(theirRoot, root.toString(), parameters + " length " + length);
    compareFiles(parameters, area, blocks(parameters, length));
    if (random.nextInt(4) == 0) {
      run("verify", options, data, ours, root).orFail();
    }
    verify(parameters, area, length, root);
  }

  private static long blocks(VerityParameters parameters, long length) {
    return length >>> parameters.dataBlockSize().bits();
  }

  /**
   * Without a tree its file is as long as the hash area, not as the area's end: zeros either way.
   */
  private void compareFiles(VerityParameters parameters, HashArea area, long blocks)
      throws IOException {
    byte[] expected = Files.readAllBytes(theirs);
    byte[] actual = Files.readAllBytes(ours);
    if (TreeLayout.of(parameters, blocks).levels() == 0) {
      int length = Math.max(expected.length, actual.length);
      expected = Arrays.copyOf(expected, length);
      actual = Arrays.copyOf(actual, length);
    }
    assertArrayEquals(expected, actual, parameters + " " + area);
  }

  private static boolean behindTree(VerityParameters parameters, HashArea area, long length) {
    TreeLayout layout = TreeLayout.of(parameters, blocks(parameters, length));
    return area.treeOffset(parameters) + layout.totalBytes() < area.offset();
  }

  private Peer.Result run(String action, List<Object> options, Object... more) {
    List<Object> all = new ArrayList<>(List.of(action));
    all.addAll(List.of(more));
    all.addAll(options);
    return veritysetup.run(all.toArray());
  }

  private static List<Object> options(VerityParameters parameters, HashArea area) {
    List<Object> options = new ArrayList<>();
    options.add("--hash=" + parameters.hash());
    options.add("--format=" + parameters.hashType());
    options.add("--data-block-size=" + parameters.dataBlockSize());
    options.add("--hash-block-size=" + parameters.hashBlockSize());
    options.add("--salt=" + parameters.salt());
    options.add("--hash-offset=" + area.offset());
    if (!area.superblock()) {
      options.add("--no-superblock");
    }
    return options;
  }

  private RootHash write(VerityParameters parameters, HashArea area, int threads)
      throws IOException, FormatException {
    try (FileChannel in = FileChannel.open(data);
        FileChannel out =
            FileChannel.open(
                ours,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        FileHasher hasher = new FileHasher(parameters, 0, new SpillFolder(folder))) {
      long blocks = in.size() >>> parameters.dataBlockSize().bits();
      Leaves leaves = hasher.hash(in, blocks, threads);
      RootHash root =
          area.write(out, new VeritySuperblock(parameters, ID, Math.max(1, blocks)), leaves);
      assertEquals(root, hasher.rootHash(in, blocks, threads));
      return root;
    }
  }

  private void verify(VerityParameters parameters, HashArea area, long length, RootHash root)
      throws IOException, LayersealException {
    long blocks = blocks(parameters, length);
    try (FileChannel in = FileChannel.open(data);
        FileChannel tree = FileChannel.open(theirs)) {
      if (area.superblock()) {
        assertEquals(new VeritySuperblock(parameters, ID, blocks), area.readSuperblock(tree));
      }
      TreeVerifier.verify(parameters, blocks, in, tree, area.treeOffset(parameters), root);
    }
  }

  private static VerityParameters parameters(SplittableRandom random) throws LayersealException {
    HashName[] names = HashName.values();
    byte[] salt = new byte[pick(random, 0, 1, 20, 32, 32, 64, 255, 256)];
    random.nextBytes(salt);
    return VerityParameters.builder()
        .hash(names[random.nextInt(names.length)].toString())
        .allowWeakHash()
        .hashType(random.nextInt(2))
        .dataBlockSize(512L << pick(random, 0, 0, 0, 1, 2, 3, 3, 4, 5, 6, 7))
        .hashBlockSize(512L << pick(random, 0, 0, 0, 1, 2, 3, 3, 4, 5, 6, 7))
        .salt(Salt.of(salt))
        .build();
  }

  /** A length around a block, a few blocks, or the place where one more level begins. */
  private static long length(VerityParameters parameters, SplittableRandom random) {
    long block = parameters.dataBlockSize().bytes();
    long near = pick(random, -1, 0, 1, (int) block - 1);
    long blocks =
        switch (random.nextInt(4)) {
          case 0 -> 1;
          case 1 -> 1 + random.nextInt(40);
          default -> boundary(parameters, random) + random.nextInt(3) - 1;
        };
    long length = blocks * block + near;
    return length <= MAX_DATA ? length : block * (1 + random.nextInt(3)) + near;
  }

  private static long boundary(VerityParameters parameters, SplittableRandom random) {
    long blocks = parameters.digestsPerBlock();
    for (int i = random.nextInt(3); i > 0; i--) {
      blocks *= parameters.digestsPerBlock();
    }
    return blocks;
  }

  private static int pick(SplittableRandom random, int... values) {
    return values[random.nextInt(values.length)];
  }
}
