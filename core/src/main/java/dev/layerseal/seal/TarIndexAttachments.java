package dev.layerseal.seal;

import dev.layerseal.bytes.Uuid;
import dev.layerseal.erofs.mkfs.MkfsOptions;
import dev.layerseal.erofs.mkfs.TarIndexBuilder;
import dev.layerseal.error.LayersealException;
import dev.layerseal.oci.Digest;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.verity.HashArea;
import dev.layerseal.verity.LeafHasher;
import dev.layerseal.verity.LeafStore;
import dev.layerseal.verity.RootHash;
import dev.layerseal.verity.VeritySuperblock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What form F adds for a layer: the metadata of its tar index, and the hash device over metadata,
 * archive and padding. Both go to temporary files; of the archive nothing is kept.
 */
final class TarIndexAttachments {

  private static final String RECIPE = "tar-index-padded";
  private static final String METADATA = "application/vnd.containerd.erofs.metadata.v1";
  private static final String TREE = "application/vnd.cncf.dmverity.merkle-tree.v1";
  private static final String KEYS = "io.cncf.notary.dmverity.";
  private static final String LAYOUT = "separate-hash-device-superblock-v1";

  private final Recipe recipe;
  private final LayerConverter.Settings settings;

  TarIndexAttachments(Recipe recipe, LayerConverter.Settings settings) {
    this.recipe = recipe;
    this.settings = settings;
  }

  /** Whether the readers of form F compute the root hash of {@code recipe}. */
  static boolean go(Recipe recipe) {
    return Recipe.named().stream()
        .filter(named -> named.name().equals(RECIPE))
        .anyMatch(named -> named.withWriter(recipe.writer()).equals(recipe));
  }

  /**
   * The metadata, then the hash device, with the annotations of their entries.
   *
   * @param expected the root hash that was signed
   */
  List<Attachment> write(LayerSource layer, RootHash expected)
      throws LayersealException, IOException {
    LeafBudget budget = new LeafBudget(settings.memory() / 6, settings.folder());
    long memory = settings.memory() - settings.memory() / 3;
    TarIndexBuilder builder =
        new TarIndexBuilder(MkfsOptions.tarIndex(recipe.writer()).withMemory(memory));
    try (LeafStore archive = budget.newStore(recipe.verity())) {
      LeafHasher hasher = new LeafHasher(recipe.verity(), archive);
      LayerFacts facts =
          new LayerReader(settings.limits(), settings.listener())
              .read(
                  layer,
                  (buffer, offset, length) -> {
                    builder.update(buffer, offset, length);
                    hasher.update(buffer, offset, length);
                  });
      hasher.finishPadded();
      Uuid uuid = recipe.uuid().resolve(facts.digest(), facts.diffId());
      TarIndexLeaves leaves = new TarIndexLeaves(recipe, builder.finish(uuid), archive, budget);
      return write(facts.digest(), uuid, leaves, expected);
    }
  }

  private List<Attachment> write(Digest layer, Uuid uuid, TarIndexLeaves leaves, RootHash expected)
      throws LayersealException, IOException {
    SpooledBlob metadata = SpooledBlob.create(settings.folder());
    SpooledBlob tree = null;
    try {
      tree = SpooledBlob.create(settings.folder());
      put(metadata.file(), ByteBuffer.wrap(leaves.index().metadata()));
      RootHash root = writeTree(tree.file(), uuid, leaves);
      if (!root.equals(expected)) {
        throw new IllegalStateException("the hash device has another root than was signed");
      }
      return List.of(
          attachment(METADATA, metadata, layer, root), attachment(TREE, tree, layer, root));
    } catch (LayersealException | IOException | RuntimeException e) {
      metadata.close();
      if (tree != null) {
        tree.close();
      }
      throw e;
    }
  }

  /** The superblock has the UUID of the image: a random one would give other bytes each time. */
  private RootHash writeTree(FileChannel file, Uuid uuid, TarIndexLeaves leaves)
      throws LayersealException, IOException {
    return leaves.apply(
        all ->
            HashArea.at(0, true)
                .write(
                    file,
                    new VeritySuperblock(
                        recipe.verity(), new UUID(uuid.high(), uuid.low()), all.count()),
                    all));
  }

  private static Attachment attachment(
      String mediaType, SpooledBlob content, Digest layer, RootHash root) throws IOException {
    Map<String, String> annotations =
        Map.of(
            KEYS + "source-layer-digest",
            layer.toString(),
            KEYS + "root-hash",
            root.toString(),
            KEYS + "layout",
            LAYOUT);
    return new Attachment(content.describe(mediaType).withAnnotations(annotations), content);
  }

  private static void put(FileChannel target, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      target.write(bytes);
    }
  }
}
