package dev.layerseal.convert;

import dev.layerseal.bytes.Uuid;
import dev.layerseal.error.FormatException;
import dev.layerseal.seal.AppendedTree;
import dev.layerseal.verity.HashArea;
import dev.layerseal.verity.LeafHasher;
import dev.layerseal.verity.LeafStore;
import dev.layerseal.verity.RootHash;
import dev.layerseal.verity.SpillFolder;
import dev.layerseal.verity.VerityParameters;
import dev.layerseal.verity.VeritySuperblock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Appends a verity superblock and a hash tree to an image, as veritysetup does. */
final class TreeWriting {

  private static final int PIECE = 1 << 18;

  private final VerityParameters parameters;
  private final SpillFolder folder;
  private final long memory;

  TreeWriting(VerityParameters parameters, SpillFolder folder, long memory) {
    this.parameters = parameters;
    this.folder = folder;
    this.memory = memory;
  }

  /**
   * Appends to the file, whose length is a multiple of the data block size.
   *
   * @param uuid of the image, which the superblock gets too: a random one would give other bytes
   *     each time
   */
  AppendedTree append(Path image, Uuid uuid) throws FormatException, IOException {
    try (FileChannel file =
            FileChannel.open(image, StandardOpenOption.READ, StandardOpenOption.WRITE);
        LeafStore store = new LeafStore(parameters.hash().size(), memory, folder)) {
      long offset = file.size();
      hash(file, store);
      VeritySuperblock superblock =
          new VeritySuperblock(parameters, new UUID(uuid.high(), uuid.low()), store.count());
      RootHash root = HashArea.at(offset, true).write(file, superblock, store);
      return AppendedTree.of(root, parameters, offset);
    }
  }

  private void hash(FileChannel file, LeafStore store) throws IOException {
    LeafHasher hasher = new LeafHasher(parameters, store);
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    for (int got = file.read(piece); got > 0; got = file.read(piece)) {
      hasher.update(piece.array(), 0, got);
      piece.clear();
    }
    hasher.finish();
  }
}
