package dev.layerseal.seal;

import dev.layerseal.bytes.Uuid;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.oci.Digest;
import dev.layerseal.recipe.ImageForm;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.recipe.UuidRule;
import dev.layerseal.verity.FileHasher;
import dev.layerseal.verity.HashArea;
import dev.layerseal.verity.LeafStore;
import dev.layerseal.verity.RootHash;
import dev.layerseal.verity.TreeVerifier;
import dev.layerseal.verity.VerityParameters;
import dev.layerseal.verity.VeritySuperblock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * A folder of images that containerd's erofs snapshotter takes layers from ({@code
 * layer_content_caches}): {@code sha256/XX/HEX.erofs} by diffID, with its hash tree behind the
 * image, and {@link CacheEntry} beside it. A blob appears when it is complete, after its side file.
 */
public final class ContentCache {

  private static final String SUFFIX = ".erofs";

  private final Path folder;
  private final Recipe recipe;
  private final LayerConverter.Settings settings;
  private final boolean replace;

  /**
   * One layer in the cache.
   *
   * @param made whether it was written, and not there before
   */
  public record Stored(
      Digest layer, Digest diffId, Path blob, RootHash rootHash, long hashOffset, boolean made) {}

  /**
   * @param recipe of complete images that are the same for every compression of a layer
   * @param replace whether entries that hold something else are overwritten, and not refused
   * @throws UnsupportedFeatureException when the recipe is of another kind
   */
  public ContentCache(Path folder, Recipe recipe, LayerConverter.Settings settings, boolean replace)
      throws UnsupportedFeatureException {
    boolean byLayer = recipe.uuid().kind() == UuidRule.Kind.LAYER_DIGEST;
    if (recipe.form() != ImageForm.FULL || byLayer) {
      throw new UnsupportedFeatureException(
          "the recipe %s makes no images that are kept by diffID".formatted(recipe),
          "use full-cache",
          null);
    }
    this.folder = folder;
    this.recipe = recipe;
    this.settings = settings;
    this.replace = replace;
  }

  /**
   * Puts the image of a layer into the cache, or checks the one that is there: against the layer,
   * and its content against its tree.
   *
   * @throws VerificationException when the entry holds something else
   */
  public Stored put(LayerSource layer) throws LayersealException, IOException {
    if (layer.diffId().isPresent() && !replace) {
      Digest diffId = layer.diffId().get();
      Path blob = blob(diffId);
      if (Files.exists(blob, LinkOption.NOFOLLOW_LINKS)) {
        return check(layer, diffId, blob);
      }
    }
    return make(layer);
  }

  private Path blob(Digest diffId) {
    return folder
        .resolve(diffId.algorithm().toString())
        .resolve(diffId.hex().substring(0, 2))
        .resolve(diffId.hex() + SUFFIX);
  }

  private Stored check(LayerSource layer, Digest diffId, Path blob)
      throws LayersealException, IOException {
    ConvertedLayer converted = new LayerConverter(settings).convert(layer, List.of(recipe));
    ConvertedLayer.Image expected = converted.images().get(0);
    try {
      CacheEntry entry = entry(blob);
      compare(entry, expected);
      verify(blob, entry);
      return new Stored(
          converted.digest(), diffId, blob, entry.rootHash(), entry.hashOffset(), false);
    } catch (FormatException | VerificationException e) {
      throw new VerificationException(
          Reason.ROOT_HASH_DIFFERS,
          "%s: the cache holds another image: %s".formatted(blob, e.getMessage()),
          "remove the file, or write it again with --force",
          e);
    }
  }

  private static CacheEntry entry(Path blob) throws LayersealException, IOException {
    Path file = CacheEntry.sideFile(blob);
    if (!Files.exists(file)) {
      throw new FormatException("there is no " + file.getFileName());
    }
    return CacheEntry.read(file);
  }

  private static void compare(CacheEntry entry, ConvertedLayer.Image expected)
      throws VerificationException {
    CacheEntry wanted = new CacheEntry(expected.rootHash(), expected.dataSize());
    if (!entry.equals(wanted)) {
      throw new VerificationException(
          Reason.ROOT_HASH_DIFFERS,
          "expected root hash %s over %d bytes, its side file says %s over %d"
              .formatted(
                  wanted.rootHash(), wanted.hashOffset(), entry.rootHash(), entry.hashOffset()));
    }
  }

  private void verify(Path blob, CacheEntry entry) throws LayersealException, IOException {
    HashArea area = HashArea.at(entry.hashOffset(), true);
    VerityParameters parameters = recipe.verity();
    long blocks = parameters.dataBlockSize().count(entry.hashOffset());
    try (FileChannel file = FileChannel.open(blob, StandardOpenOption.READ)) {
      VeritySuperblock superblock = area.readSuperblock(file);
      if (!superblock.parameters().equals(parameters) || superblock.dataBlocks() != blocks) {
        throw new FormatException("its hash tree has other parameters");
      }
      long start = area.treeOffset(parameters);
      TreeVerifier.verify(parameters, blocks, file, file, start, entry.rootHash());
    }
  }

  private Stored make(LayerSource layer) throws LayersealException, IOException {
    Files.createDirectories(folder);
    Path image = Files.createTempFile(folder, ".layerseal", SUFFIX);
    Path side = Files.createTempFile(folder, ".layerseal", ".dmverity");
    try {
      LayerImage.Written written = new LayerImage(layer, recipe, settings).write(image);
      RootHash root = appendTree(image, written.uuid(), written.length());
      Files.write(side, new CacheEntry(root, written.length()).encode());
      LayerFacts facts = written.facts().orElseThrow();
      Path blob = blob(facts.diffId());
      Path shelf = Objects.requireNonNull(blob.toAbsolutePath().getParent());
      Files.createDirectories(shelf);
      publish(side, CacheEntry.sideFile(blob));
      publish(image, blob);
      force(shelf, StandardOpenOption.READ);
      return new Stored(facts.digest(), facts.diffId(), blob, root, written.length(), true);
    } finally {
      Files.deleteIfExists(image);
      Files.deleteIfExists(side);
    }
  }

  private RootHash appendTree(Path image, Uuid uuid, long length)
      throws LayersealException, IOException {
    VerityParameters parameters = recipe.verity();
    long blocks = parameters.dataBlockSize().count(length);
    VeritySuperblock superblock =
        new VeritySuperblock(parameters, UUID.fromString(uuid.toString()), blocks);
    try (FileChannel file =
            FileChannel.open(image, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileHasher hasher =
            new FileHasher(parameters, LeafStore.DEFAULT_BOUND, settings.folder())) {
      int threads = Runtime.getRuntime().availableProcessors();
      return HashArea.at(length, true).write(file, superblock, hasher.hash(file, blocks, threads));
    }
  }

  /** Gives a complete file its name; everybody may read it, as nodes do. */
  private static void publish(Path file, Path name) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    force(file, StandardOpenOption.WRITE);
    Files.move(file, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void force(Path file, StandardOpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(file, option)) {
      channel.force(true);
    }
  }
}
