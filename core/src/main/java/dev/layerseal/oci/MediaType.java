package dev.layerseal.oci;

import static dev.layerseal.oci.MediaType.Compression.GZIP;
import static dev.layerseal.oci.MediaType.Compression.NONE;
import static dev.layerseal.oci.MediaType.Compression.ZSTD;
import static dev.layerseal.oci.MediaType.Kind.CONFIG;
import static dev.layerseal.oci.MediaType.Kind.ENCRYPTED_LAYER;
import static dev.layerseal.oci.MediaType.Kind.EROFS_LAYER;
import static dev.layerseal.oci.MediaType.Kind.FOREIGN_LAYER;
import static dev.layerseal.oci.MediaType.Kind.INDEX;
import static dev.layerseal.oci.MediaType.Kind.MANIFEST;
import static dev.layerseal.oci.MediaType.Kind.SIGNATURE;
import static dev.layerseal.oci.MediaType.Kind.TAR_LAYER;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every media type that layerseal knows, with what it says about the content. */
public enum MediaType {
  OCI_MANIFEST("application/vnd.oci.image.manifest.v1+json", MANIFEST, NONE),
  DOCKER_MANIFEST("application/vnd.docker.distribution.manifest.v2+json", MANIFEST, NONE),
  /** Written by old signers; only read. */
  OCI_ARTIFACT_MANIFEST("application/vnd.oci.artifact.manifest.v1+json", MANIFEST, NONE),

  OCI_INDEX("application/vnd.oci.image.index.v1+json", INDEX, NONE),
  DOCKER_MANIFEST_LIST("application/vnd.docker.distribution.manifest.list.v2+json", INDEX, NONE),

  OCI_CONFIG("application/vnd.oci.image.config.v1+json", CONFIG, NONE),
  DOCKER_CONFIG("application/vnd.docker.container.image.v1+json", CONFIG, NONE),
  EMPTY_JSON("application/vnd.oci.empty.v1+json", CONFIG, NONE),
  RDK_PACKAGE("application/vnd.rdk.package.config.v1+json", CONFIG, NONE),

  OCI_TAR("application/vnd.oci.image.layer.v1.tar", TAR_LAYER, NONE),
  OCI_TAR_GZIP("application/vnd.oci.image.layer.v1.tar+gzip", TAR_LAYER, GZIP),
  OCI_TAR_ZSTD("application/vnd.oci.image.layer.v1.tar+zstd", TAR_LAYER, ZSTD),
  DOCKER_TAR("application/vnd.docker.image.rootfs.diff.tar", TAR_LAYER, NONE),
  DOCKER_TAR_GZIP("application/vnd.docker.image.rootfs.diff.tar.gzip", TAR_LAYER, GZIP),
  DOCKER_TAR_ZSTD("application/vnd.docker.image.rootfs.diff.tar.zstd", TAR_LAYER, ZSTD),

  OCI_FOREIGN_TAR("application/vnd.oci.image.layer.nondistributable.v1.tar", FOREIGN_LAYER, NONE),
  OCI_FOREIGN_TAR_GZIP(
      "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip", FOREIGN_LAYER, GZIP),
  OCI_FOREIGN_TAR_ZSTD(
      "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd", FOREIGN_LAYER, ZSTD),
  DOCKER_FOREIGN_TAR("application/vnd.docker.image.rootfs.foreign.diff.tar", FOREIGN_LAYER, NONE),
  DOCKER_FOREIGN_TAR_GZIP(
      "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", FOREIGN_LAYER, GZIP),

  ENCRYPTED_TAR("application/vnd.oci.image.layer.v1.tar+encrypted", ENCRYPTED_LAYER, NONE),
  ENCRYPTED_TAR_GZIP(
      "application/vnd.oci.image.layer.v1.tar+gzip+encrypted", ENCRYPTED_LAYER, GZIP),
  ENCRYPTED_TAR_ZSTD(
      "application/vnd.oci.image.layer.v1.tar+zstd+encrypted", ENCRYPTED_LAYER, ZSTD),

  EROFS("application/vnd.erofs", EROFS_LAYER, NONE),
  EROFS_ZSTD("application/vnd.erofs+zstd", EROFS_LAYER, ZSTD),
  EROFS_LAYER_V1("application/vnd.erofs.layer.v1", EROFS_LAYER, NONE),
  EROFS_LAYER_V1_ZSTD("application/vnd.erofs.layer.v1+zstd", EROFS_LAYER, ZSTD),

  RDK_EROFS_LZ4(Prefix.RDK + "erofs.lz4+dmverity", EROFS_LAYER, NONE),
  RDK_EROFS_ZSTD(Prefix.RDK + "erofs.zstd+dmverity", EROFS_LAYER, NONE),
  RDK_EROFS_PLAIN(Prefix.RDK + "erofs.nocmpr+dmverity", EROFS_LAYER, NONE),
  /** What older tools write for every algorithm, and older devices take alone. */
  RDK_EROFS(Prefix.RDK + "erofs+dmverity", EROFS_LAYER, NONE),
  RDK_EROFS_LZ4_ENCRYPTED(Prefix.RDK + "erofs.lz4+dmverity+encrypted", ENCRYPTED_LAYER, NONE),
  RDK_EROFS_ZSTD_ENCRYPTED(Prefix.RDK + "erofs.zstd+dmverity+encrypted", ENCRYPTED_LAYER, NONE),
  RDK_EROFS_PLAIN_ENCRYPTED(Prefix.RDK + "erofs.nocmpr+dmverity+encrypted", ENCRYPTED_LAYER, NONE),
  RDK_EROFS_ENCRYPTED(Prefix.RDK + "erofs+dmverity+encrypted", ENCRYPTED_LAYER, NONE),
  /** As the specification's example spells it. */
  RDK_EROFS_LZ4_ENCRYPTED_EXAMPLE(
      Prefix.RDK + "erofs+lz4+dmverity+encrypted", ENCRYPTED_LAYER, NONE),
  RDK_TAR(Prefix.RDK + "tar", TAR_LAYER, NONE),
  RDK_TAR_GZIP(Prefix.RDK + "tar+gzip", TAR_LAYER, GZIP),

  JWS("application/jose+json", SIGNATURE, NONE),
  COSE("application/cose", SIGNATURE, NONE),
  PKCS7("application/pkcs7-signature", SIGNATURE, NONE),
  NOTARY_DMVERITY_SIGNATURE(
      "application/vnd.cncf.notary.dmverity.layer-signature+pkcs7", SIGNATURE, NONE),
  CONTAINERD_EROFS_SIGNATURE("application/vnd.oci.image.layer.v1.erofs.sig", SIGNATURE, NONE);

  /** What the content is. */
  public enum Kind {
    MANIFEST,
    INDEX,
    CONFIG,
    TAR_LAYER,
    /** May not be kept in registries: its bytes are somewhere else. */
    FOREIGN_LAYER,
    ENCRYPTED_LAYER,
    EROFS_LAYER,
    SIGNATURE
  }

  /** How the whole content is compressed. */
  public enum Compression {
    NONE,
    GZIP,
    ZSTD
  }

  /** What names have in common; enum constants cannot use constants of their own class. */
  private static final class Prefix {
    static final String RDK = "application/vnd.rdk.package.content.layer.v1.";
  }

  private static final Map<String, MediaType> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(MediaType::toString, Function.identity()));

  private final String name;
  private final Kind kind;
  private final Compression compression;

  MediaType(String name, Kind kind, Compression compression) {
    this.name = name;
    this.kind = kind;
    this.compression = compression;
  }

  /** The type with exactly this name; nothing for one that layerseal does not know. */
  public static Optional<MediaType> of(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** Whether {@code name} is a manifest of one image or artifact. */
  public static boolean isManifest(String name) {
    return of(name).filter(type -> type.kind == MANIFEST).isPresent();
  }

  /** Whether {@code name} is an index of manifests. */
  public static boolean isIndex(String name) {
    return of(name).filter(type -> type.kind == INDEX).isPresent();
  }

  public Kind kind() {
    return kind;
  }

  public Compression compression() {
    return compression;
  }

  /** The name as it stands in descriptors and headers. */
  @Override
  public String toString() {
    return name;
  }
}
