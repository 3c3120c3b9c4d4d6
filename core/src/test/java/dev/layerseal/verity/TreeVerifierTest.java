package dev.layerseal.verity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.VerificationException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeVerifierTest {

  private static final int BLOCKS = 300;
  private static final VerityParameters PARAMETERS = VerityParameters.TAR_INDEX;

  @TempDir Path folder;
  private byte[] data = new byte[BLOCKS * 512];
  private byte[] tree = new byte[0];
  private RootHash root = parse("00".repeat(32));

  @BeforeEach
  void format() throws Exception {
    new SplittableRandom(1).nextBytes(data);
    Path file = Files.write(folder.resolve("data"), data);
    Path hashes = folder.resolve("tree");
    try (FileChannel in = FileChannel.open(file);
        FileChannel out =
            FileChannel.open(hashes, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileHasher hasher = new FileHasher(PARAMETERS, 0, new SpillFolder(folder))) {
      VeritySuperblock superblock = new VeritySuperblock(PARAMETERS, new UUID(0, 0), BLOCKS);
      root = HashArea.at(0, true).write(out, superblock, hasher.hash(in, BLOCKS, 2));
    }
    tree = Files.readAllBytes(hashes);
    verify();
  }

  @Test
  void aChangedByteAnywhereIsRefused() throws Exception {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 200; i++) {
      byte[] changed = random.nextBoolean() ? data : tree;
      int at =
          changed == tree ? 512 + random.nextInt(tree.length - 512) : random.nextInt(data.length);
      changed[at] ^= (byte) (1 << random.nextInt(8));
      LayersealException e = assertThrows(LayersealException.class, this::verify, "byte " + at);
      assertTrue(e instanceof VerificationException || e instanceof FormatException);
      format();
    }
  }

  @Test
  void namesTheBlockThatDiffers() {
    data[7 * 512 + 3] ^= 1;
    VerificationException e = assertThrows(VerificationException.class, this::verify);
    assertEquals("data block at byte 3584 does not match the hash tree", e.getMessage());
  }

  @Test
  void refusesAnotherRootHash() {
    root = parse("11".repeat(32));
    VerificationException e = assertThrows(VerificationException.class, this::verify);
    assertEquals(VerificationException.Reason.ROOT_HASH_DIFFERS, e.reason());
  }

  @Test
  void refusesARootHashOfAnotherLength() {
    root = parse("11".repeat(20));
    assertThrows(FormatException.class, this::verify);
  }

  @Test
  void refusesFilesThatEndEarly() {
    data = java.util.Arrays.copyOf(data, data.length - 1);
    assertThrows(FormatException.class, this::verify);
    tree = java.util.Arrays.copyOf(tree, tree.length - 1);
    assertThrows(FormatException.class, this::verify);
  }

  private void verify() throws LayersealException, IOException {
    Path file = Files.write(folder.resolve("data"), data);
    Path hashes = Files.write(folder.resolve("tree"), tree);
    try (FileChannel in = FileChannel.open(file);
        FileChannel hash = FileChannel.open(hashes)) {
      TreeVerifier.verify(PARAMETERS, BLOCKS, in, hash, 512, root);
    }
  }

  private static RootHash parse(String text) {
    try {
      return RootHash.parse(text);
    } catch (FormatException e) {
      throw new AssertionError(e);
    }
  }
}
