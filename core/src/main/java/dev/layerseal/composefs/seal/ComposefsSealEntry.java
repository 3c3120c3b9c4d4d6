package dev.layerseal.composefs.seal;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.fsverity.FsVerityParameters;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.pkcs7.SignedData;
import java.util.List;
import java.util.Map;

/**
 * The entry of a seal that stands for one part: an annotation with the digest, and a blob with the
 * DER form of the signature.
 */
public record ComposefsSealEntry(SealedPart part, FsVerityDigest digest, Descriptor descriptor) {

  /** Media type of the blob. */
  static final String MEDIA_TYPE = "application/vnd.composefs.signature.v1+pkcs7";

  private static final String PREFIX = "composefs.";

  static ComposefsSealEntry decode(Descriptor descriptor)
      throws FormatException, UnsupportedFeatureException {
    if (!descriptor.mediaType().equals(MEDIA_TYPE)) {
      throw new UnsupportedFeatureException("an entry of type " + descriptor.mediaType());
    }
    List<Map.Entry<String, String>> named =
        descriptor.annotations().entrySet().stream()
            .filter(annotation -> annotation.getKey().startsWith(PREFIX))
            .toList();
    if (named.size() != 1) {
      throw malformed(
          descriptor, "has " + named.size() + " annotations " + PREFIX + ".., expected one");
    }
    String key = named.get(0).getKey();
    SealedPart part =
        SealedPart.ofKey(key)
            .orElseThrow(() -> new UnsupportedFeatureException("annotation " + key));
    FsVerityParameters parameters = part.parameters(key);
    FsVerityDigest digest = FsVerityDigest.parse(named.get(0).getValue());
    if (digest.algorithm() != parameters.algorithm()) {
      throw malformed(descriptor, "has a digest of " + digest.algorithm() + " under " + key);
    }
    return new ComposefsSealEntry(part, digest, descriptor);
  }

  /** The entry for a new seal; its blob is {@code seal.signature().encode()}. */
  static ComposefsSealEntry of(ComposefsSeal seal) {
    String key = seal.part().key(FsVerityParameters.of(seal.digest().algorithm()));
    Descriptor blob = Descriptor.of(MEDIA_TYPE, seal.signature().encode());
    return new ComposefsSealEntry(
        seal.part(), seal.digest(), blob.withAnnotations(Map.of(key, seal.digest().toString())));
  }

  /**
   * The seal, out of the blob that {@link #descriptor} names.
   *
   * @throws UnsupportedFeatureException when the message has a form that is not read
   */
  ComposefsSeal open(byte[] blob) throws FormatException, UnsupportedFeatureException {
    return new ComposefsSeal(part, digest, SignedData.decode(blob));
  }

  private static FormatException malformed(Descriptor entry, String why) {
    return new FormatException("entry " + entry.digest() + " " + why);
  }
}
