package dev.layerseal.seal;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.MediaType;
import dev.layerseal.verity.RootHash;
import dev.layerseal.verity.Salt;
import dev.layerseal.verity.VerityParameters;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the descriptor of an EROFS layer says of the dm-verity hash tree behind the image. There are
 * three families of annotations, and the media type decides which one counts:
 *
 * <pre>
 * application/vnd.rdk.package..   org.rdk.package.content.dmverity.{roothash,salt,offset}, needed
 * application/vnd.erofs[+zstd]    org.erofs.dmverity.{root_digest,hash_offset,block_size}
 * application/vnd.erofs.layer.v1  dev.containerd.erofs.dmverity.{root_digest,offset,block_size}
 * </pre>
 *
 * <p>Nothing of it is believed: whoever uses it verifies tree and data against the root hash.
 *
 * @param parameters of the tree; those of a superblock in front of the tree go before
 * @param offset of superblock or tree, which is the length of the data, in bytes
 * @param salted whether {@code parameters} have the salt, or only a superblock can tell it
 * @param last whether nothing may follow the tree
 */
public record AppendedTree(
    RootHash rootHash, VerityParameters parameters, long offset, boolean salted, boolean last) {

  private static final String RDK = "org.rdk.package.content.dmverity.";
  private static final String EROFS = "org.erofs.dmverity.";
  private static final String CONTAINERD = "dev.containerd.erofs.dmverity.";

  /** The tree of data that was converted by this project. */
  public static AppendedTree of(RootHash rootHash, VerityParameters parameters, long offset) {
    return new AppendedTree(rootHash, parameters, offset, true, true);
  }

  /**
   * What {@code layer} says.
   *
   * @throws FormatException when an annotation is missing or malformed
   * @throws UnsupportedFeatureException when the hash algorithm is not known
   */
  public static Optional<AppendedTree> of(Descriptor layer)
      throws FormatException, UnsupportedFeatureException {
    MediaType type = layer.type().orElse(MediaType.EMPTY_JSON);
    return switch (type) {
      case RDK_EROFS, RDK_EROFS_LZ4, RDK_EROFS_ZSTD, RDK_EROFS_PLAIN -> Optional.of(rdk(layer));
      case EROFS, EROFS_ZSTD -> digest(layer, EROFS, "hash_offset");
      case EROFS_LAYER_V1, EROFS_LAYER_V1_ZSTD -> digest(layer, CONTAINERD, "offset");
      default -> Optional.empty();
    };
  }

  /** The annotations of a package layer. */
  public Map<String, String> rdkAnnotations() {
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put(RDK + "roothash", rootHash.toString());
    annotations.put(RDK + "salt", parameters.salt().toString());
    annotations.put(RDK + "offset", Long.toString(offset));
    return annotations;
  }

  /** The annotations of the draft of the EROFS image specification. */
  public Map<String, String> erofsAnnotations() {
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put(EROFS + "root_digest", parameters.hash() + ":" + rootHash);
    annotations.put(EROFS + "hash_offset", Long.toString(offset));
    annotations.put(EROFS + "block_size", parameters.dataBlockSize().toString());
    return annotations;
  }

  private static AppendedTree rdk(Descriptor layer)
      throws FormatException, UnsupportedFeatureException {
    VerityParameters parameters =
        VerityParameters.builder().salt(Salt.parse(needed(layer, RDK + "salt"))).build();
    RootHash root = RootHash.parse(needed(layer, RDK + "roothash"));
    return checked(
        layer,
        new AppendedTree(root, parameters, offset(needed(layer, RDK + "offset")), true, true));
  }

  private static Optional<AppendedTree> digest(Descriptor layer, String family, String offset)
      throws FormatException, UnsupportedFeatureException {
    Optional<String> digest = layer.annotation(family + "root_digest");
    if (digest.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = digest.get().split(":", 2);
    if (parts.length != 2) {
      throw new FormatException(
          "annotation %sroot_digest: expected algorithm:hash, was %s"
              .formatted(family, digest.get()));
    }
    long block = offset(layer.annotation(family + "block_size").orElse("4096"));
    VerityParameters parameters =
        VerityParameters.builder().hash(parts[0]).dataBlockSize(block).hashBlockSize(block).build();
    return Optional.of(
        checked(
            layer,
            new AppendedTree(
                RootHash.parse(parts[1]),
                parameters,
                offset(needed(layer, family + offset)),
                false,
                false)));
  }

  private static AppendedTree checked(Descriptor layer, AppendedTree tree) throws FormatException {
    boolean plain = layer.type().orElseThrow().compression() == MediaType.Compression.NONE;
    if (tree.offset == 0
        || !tree.parameters.dataBlockSize().aligned(tree.offset)
        || plain && tree.offset >= layer.size()) {
      throw new FormatException(
          "the hash tree is said to begin at byte %d, expected a multiple of %s within the layer"
              .formatted(tree.offset, tree.parameters.dataBlockSize()));
    }
    return tree;
  }

  private static String needed(Descriptor layer, String name) throws FormatException {
    return layer
        .annotation(name)
        .orElseThrow(
            () ->
                new FormatException(
                    "a layer of type %s has the annotation %s, it was absent"
                        .formatted(layer.mediaType(), name)));
  }

  private static long offset(String text) throws FormatException {
    if (!text.matches("[0-9]{1,18}")) {
      throw new FormatException("\"" + text + "\": expected a number of bytes");
    }
    return Long.parseLong(text);
  }
}
