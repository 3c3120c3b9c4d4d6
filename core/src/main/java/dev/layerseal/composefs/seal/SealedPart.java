package dev.layerseal.composefs.seal;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.fsverity.FsVerityParameters;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What one entry of a seal is the digest of. */
public enum SealedPart {
  /** The bytes of the image manifest. */
  MANIFEST("composefs.manifest."),
  /** The bytes of the image config. */
  CONFIG("composefs.config."),
  /** The composefs image of all layers merged. */
  MERGED("composefs.merged.erofs.v1."),
  /** The same as a boot loader's tools change it; never written, and not computed. */
  MERGED_BOOTABLE("composefs.merged.bootable.erofs.v1."),
  /** The composefs image of one layer; never written. */
  LAYER("composefs.layer.erofs.v1.");

  private static final List<FsVerityParameters> KNOWN =
      List.of(FsVerityParameters.SHA512, FsVerityParameters.SHA256);
  private static final List<String> RESERVED = List.of("fsverity-sha256-16", "fsverity-sha512-16");

  private final String prefix;

  SealedPart(String prefix) {
    this.prefix = prefix;
  }

  /** The annotation that holds the digest: {@code composefs.config.fsverity-sha512-12}. */
  public String key(FsVerityParameters parameters) {
    return prefix + parameters;
  }

  /** The part that an annotation is about, where it is about one. */
  static Optional<SealedPart> ofKey(String key) {
    return Arrays.stream(values()).filter(part -> key.startsWith(part.prefix)).findFirst();
  }

  /** How the digest in the annotation {@code key} of this part is computed. */
  FsVerityParameters parameters(String key) throws FormatException, UnsupportedFeatureException {
    String name = key.substring(prefix.length());
    if (RESERVED.contains(name)) {
      throw new UnsupportedFeatureException(
          key + ": blocks of 65536 bytes are reserved and not computed");
    }
    return KNOWN.stream()
        .filter(parameters -> parameters.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new FormatException(
                    key + ": expected fsverity-sha512-12 or fsverity-sha256-12 at the end"));
  }

  /** As the draft calls it: {@code merged.bootable}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '.');
  }
}
