package dev.layerseal.cli;

import dev.layerseal.error.FormatException;
import dev.layerseal.verity.HashTree;
import dev.layerseal.verity.LeafHasher;
import dev.layerseal.verity.LeafStore;
import dev.layerseal.verity.SpillFolder;
import dev.layerseal.verity.VerityParameters;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;

/**
 * Hashes zeros on a thread of its own while the command line is still being read. The processor's
 * SHA-256 instructions are used only by compiled code: until the virtual machine has compiled it,
 * which takes it some thousand blocks, hashing is a hundred times slower.
 */
final class HashWarmUp {

  /** Blocks of 512 bytes: enough for the compiler, and a hundredth of a second once it is done. */
  private static final int BLOCKS = 12_000;

  private static final int PIECE = 128;

  /** Commands that hash layers. */
  private static final Set<String> COMMANDS =
      Set.of("sign", "verify", "roothash", "explain", "verity");

  private HashWarmUp() {}

  /** Starts the thread when the command is one that hashes and a second processor is there. */
  static void startFor(String... arguments) {
    if (Runtime.getRuntime().availableProcessors() == 1) {
      return;
    }
    if (arguments.length > 1 && COMMANDS.contains(arguments[0])) {
      start(HashWarmUp::run, "hash-warm-up");
    }
    CompressionWarmUp.of(arguments).ifPresent(work -> start(work, "compression-warm-up"));
  }

  private static void start(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void run() {
    VerityParameters parameters = VerityParameters.TAR_INDEX;
    byte[] zeros = new byte[PIECE * parameters.dataBlockSize().bytes()];
    try (LeafStore leaves =
        new LeafStore(parameters.hash().size(), LeafStore.DEFAULT_BOUND, SpillFolder.standard())) {
      MessageDigest layer = MessageDigest.getInstance("SHA-256");
      LeafHasher tree = new LeafHasher(parameters, new HashTree(parameters));
      for (int blocks = 0; blocks < BLOCKS; blocks += PIECE) {
        useOthers(zeros);
        new LeafHasher(parameters, leaves).update(zeros, 0, zeros.length);
        layer.update(zeros, 0, zeros.length);
      }
      tree.update(zeros, 0, zeros.length);
      HashTree.root(parameters, leaves);
    } catch (IOException | FormatException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("zeros cannot be hashed", e);
    }
  }

  /**
   * Does, seldom, what later comes up among the hashing of blocks. What is compiled before it was
   * ever seen is thrown away then: SHA-1 for the first random number, and digests that begin with
   * compiled code.
   */
  private static void useOthers(byte[] zeros) throws NoSuchAlgorithmException {
    MessageDigest random = MessageDigest.getInstance("SHA-1");
    random.update(zeros, 0, 1);
    random.digest();
    random.reset();
    MessageDigest fresh = MessageDigest.getInstance("SHA-256");
    fresh.update(zeros, 0, 1);
    fresh.reset();
  }
}
