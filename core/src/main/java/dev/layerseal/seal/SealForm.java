package dev.layerseal.seal;

import dev.layerseal.recipe.Recipe;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The ways in which seals are written into a referrer's manifest: one artifact type each, and
 * annotations of its own (docs/formats/seal-manifest.md). The blob is the PKCS#7 message; in {@link
 * #CONTAINERD} old signers wrote a JSON text around it.
 */
public enum SealForm {
  /** Form A: the proposal that notation merged. */
  PROPOSAL(
      "application/vnd.cncf.notary.signature.dm-verity",
      "application/pkcs7-signature",
      "io.cncf.notary.layer.digest",
      "io.cncf.notary.dm-verity.root-hash",
      ""),
  /** Forms B and B0: kata's tardev snapshotter, containerd's branch that consumes signatures. */
  CONTAINERD(
      "application/vnd.oci.mt.pkcs7",
      "application/vnd.oci.image.layer.v1.erofs.sig",
      "image.layer.digest",
      "image.layer.root_hash",
      "image.layer.signature"),
  /** Form C, and D where images and trees are pushed as well: notation's pull request. */
  NOTARY("application/vnd.cncf.notary.dmverity.v1"),
  /** Form E: the tar index in place of a full image; only read. */
  TAR_INDEX("application/vnd.cncf.notary.dmverity.tar-index.v1"),
  /** Form F: the newest public schema, with metadata and tree. */
  METADATA("application/vnd.containerd.erofs.dmverity.v1");

  private final String artifactType;
  private final String blobType;
  private final String layerKey;
  private final String rootHashKey;
  private final String signatureKey;

  SealForm(String artifactType) {
    this(
        artifactType,
        "application/vnd.cncf.notary.dmverity.layer-signature+pkcs7",
        "io.cncf.notary.dmverity.layer-digest",
        "io.cncf.notary.dmverity.layer-roothash",
        "io.cncf.notary.dmverity.layer-signature");
  }

  SealForm(
      String artifactType,
      String blobType,
      String layerKey,
      String rootHashKey,
      String signatureKey) {
    this.artifactType = artifactType;
    this.blobType = blobType;
    this.layerKey = layerKey;
    this.rootHashKey = rootHashKey;
    this.signatureKey = signatureKey;
  }

  /** The form whose manifests have this artifact type. */
  public static Optional<SealForm> ofArtifactType(String type) {
    return Arrays.stream(values()).filter(form -> form.artifactType.equals(type)).findFirst();
  }

  /** The form that users call {@code name}: {@code notary}, {@code containerd} and so on. */
  public static Optional<SealForm> named(String name) {
    return Arrays.stream(values()).filter(form -> form.toString().equals(name)).findFirst();
  }

  /** Whether a root hash of {@code recipe} can be written in this form. */
  public boolean takes(Recipe recipe) {
    return this != METADATA || TarIndexAttachments.go(recipe);
  }

  public String artifactType() {
    return artifactType;
  }

  /** Media type of the entry that stands for one layer. */
  String blobType() {
    return blobType;
  }

  /** Annotation with the digest of the layer. */
  String layerKey() {
    return layerKey;
  }

  String rootHashKey() {
    return rootHashKey;
  }

  /** Annotation with the message in base64, where the form has one. */
  Optional<String> signatureKey() {
    return Optional.of(signatureKey).filter(key -> !key.isEmpty());
  }

  /** As users type it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
