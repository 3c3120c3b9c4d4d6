package dev.layerseal.verity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.bytes.Hex;
import dev.layerseal.error.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashTreeTest {

  private static final VerityParameters TAR_INDEX = VerityParameters.TAR_INDEX;

  @TempDir Path folder;

  @Test
  void theRootOfOneBlockIsItsSaltedDigest() throws Exception {
    byte[] salted = new byte[32 + 512];
    salted[32] = 7;
    byte[] expected = MessageDigest.getInstance("SHA-256").digest(salted);
    assertEquals(Hex.encode(expected), root(block(7), List.of(512)).toString());
  }

  @Test
  void refusesDataWithoutAWholeBlock() {
    assertThrows(FormatException.class, () -> root(new byte[511], List.of(511)));
    assertThrows(FormatException.class, () -> root(new byte[0], List.of()));
  }

  @Test
  void aPartialBlockAtTheEndIsIgnored() throws Exception {
    byte[] data = random(5 * 512 + 100, 3);
    byte[] whole = java.util.Arrays.copyOf(data, 5 * 512);
    assertEquals(root(whole, List.of(whole.length)), root(data, List.of(data.length)));
  }

  @Test
  void piecesOfAnyLengthGiveTheSameRoot() throws Exception {
    byte[] data = random(40 * 512, 4);
    RootHash expected = root(data, List.of(data.length));
    for (int seed = 0; seed < 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Integer> pieces = new ArrayList<>();
      for (int left = data.length; left > 0; left -= pieces.get(pieces.size() - 1)) {
        pieces.add(Math.min(left, random.nextInt(1500)));
      }
      assertEquals(expected, root(data, pieces), "seed " + seed);
    }
  }

  @Test
  void leavesInAFileAreThoseInMemory() throws Exception {
    byte[] data = random(3 << 20, 5);
    try (LeafStore memory = new LeafStore(32, 1 << 30, new SpillFolder(folder));
        LeafStore file = new LeafStore(32, 0, new SpillFolder(folder))) {
      for (int i = 0; i < 25; i++) {
        fill(memory, data);
        fill(file, data);
      }
      assertFalse(memory.spilled());
      assertTrue(file.spilled());
      assertNothingVisible();
      assertEquals(HashTree.root(TAR_INDEX, memory), HashTree.root(TAR_INDEX, file));
    }
  }

  @Test
  void joinedAndSlicedLeavesAreReadAsOne() throws Exception {
    byte[] data = random(1000 * 512, 6);
    try (LeafStore store = new LeafStore(32, 1 << 30, new SpillFolder(folder))) {
      fill(store, data);
      List<Leaves> parts = new ArrayList<>();
      SplittableRandom random = new SplittableRandom(9);
      for (long at = 0; at < store.count(); at += parts.get(parts.size() - 1).count()) {
        parts.add(store.slice(at, Math.min(store.count() - at, random.nextInt(60))));
      }
      assertEquals(
          HashTree.root(TAR_INDEX, store), HashTree.root(TAR_INDEX, Leaves.concat(32, parts)));
    }
  }

  @Test
  void paddingHashesTheZerosThatFillTheLastBlock() throws Exception {
    try (LeafStore padded = new LeafStore(32, 1 << 30, new SpillFolder(folder))) {
      LeafHasher hasher = new LeafHasher(TAR_INDEX, padded);
      hasher.update(new byte[] {7}, 0, 1);
      hasher.finishPadded();
      assertEquals(root(block(7), List.of(512)), HashTree.root(TAR_INDEX, padded));
    }
  }

  @Test
  void aTreeThatIsFedWithoutAStoreGivesTheSameRoot() throws Exception {
    for (VerityParameters parameters :
        List.of(TAR_INDEX, TAR_INDEX.toBuilder().hash("sha224").hashType(0).build())) {
      HashTree tree = new HashTree(parameters);
      for (int blocks : new int[] {1, 15, 16, 17, 256, 257, 4096, 4097}) {
        byte[] data = random(blocks * 512, blocks);
        try (LeafStore store =
            new LeafStore(parameters.hash().size(), 1 << 20, new SpillFolder(folder))) {
          new LeafHasher(parameters, store).update(data, 0, data.length);
          new LeafHasher(parameters, tree).update(data, 0, data.length);
          assertEquals(HashTree.root(parameters, store), tree.finish(), blocks + " blocks");
        }
      }
    }
  }

  private RootHash root(byte[] data, List<Integer> pieces) throws FormatException, IOException {
    try (LeafStore store = new LeafStore(32, 1 << 20, new SpillFolder(folder))) {
      LeafHasher hasher = new LeafHasher(TAR_INDEX, store);
      int at = 0;
      for (int piece : pieces) {
        hasher.update(data, at, piece);
        at += piece;
      }
      hasher.finish();
      return HashTree.root(TAR_INDEX, store);
    }
  }

  private static void fill(LeafStore store, byte[] data) throws IOException {
    new LeafHasher(TAR_INDEX, store).update(data, 0, data.length);
  }

  private void assertNothingVisible() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }

  private static byte[] block(int first) {
    byte[] block = new byte[512];
    block[0] = (byte) first;
    return block;
  }

  private static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }
}
