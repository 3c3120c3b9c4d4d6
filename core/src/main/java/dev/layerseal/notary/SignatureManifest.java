package dev.layerseal.notary;

import dev.layerseal.error.FormatException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.x509.CertificateChain;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The manifest that ties one envelope to what it signs (signature specification, "OCI signatures").
 * Its annotations are not signed: nothing is decided by them.
 *
 * @param envelope where the envelope is
 * @param subject the manifest or index that is signed
 */
public record SignatureManifest(
    Manifest manifest, Descriptor envelope, EnvelopeFormat format, Descriptor subject) {

  public static final String TYPE = "application/vnd.cncf.notary.signature";
  public static final String THUMBPRINTS = "io.cncf.notary.x509chain.thumbprint#S256";
  public static final String CREATED = "org.opencontainers.image.created";
  private static final String EMPTY_OBJECT_BASE64 = "e30=";

  /** Where the manifest says that it is a signature. */
  public enum Shape {
    /** In the type of its config, as notation 1 writes it. */
    CONFIG_TYPE,
    /** In its artifact type, beside an empty config: OCI 1.1. */
    ARTIFACT_TYPE
  }

  /** Whether {@code manifest} says that it is a signature, in one of its shapes. */
  public static boolean isSignature(Manifest manifest) {
    return manifest.kind().filter(TYPE::equals).isPresent();
  }

  /**
   * The signature that {@code manifest} is.
   *
   * @throws FormatException when it is none, or not exactly one envelope for one subject
   */
  public static SignatureManifest decode(Manifest manifest) throws FormatException {
    checkShape(manifest);
    List<Descriptor> layers = manifest.layers();
    if (layers.size() != 1) {
      throw malformed("%d envelopes, expected one".formatted(layers.size()));
    }
    Optional<EnvelopeFormat> format = EnvelopeFormat.ofMediaType(layers.get(0).mediaType());
    if (format.isEmpty()) {
      throw malformed(
          "the envelope is %s, expected %s or %s"
              .formatted(
                  layers.get(0).mediaType(),
                  EnvelopeFormat.JWS.mediaType(),
                  EnvelopeFormat.COSE.mediaType()));
    }
    Optional<Descriptor> subject = manifest.subject();
    if (subject.isEmpty()) {
      throw malformed("subject is missing");
    }
    return new SignatureManifest(manifest, layers.get(0), format.get(), subject.get());
  }

  /**
   * The manifest of a new signature.
   *
   * @param created time of signing
   */
  public static SignatureManifest of(
      Shape shape,
      Descriptor subject,
      EnvelopeFormat format,
      byte[] envelope,
      CertificateChain chain,
      Instant created) {
    return of(shape, subject, format, envelope, chain, created, Map.of());
  }

  /**
   * The manifest of a new signature, with annotations of the one who made its envelope; those of
   * the specification go before.
   */
  public static SignatureManifest of(
      Shape shape,
      Descriptor subject,
      EnvelopeFormat format,
      byte[] envelope,
      CertificateChain chain,
      Instant created,
      Map<String, String> more) {
    Descriptor layer = Descriptor.of(format.mediaType(), envelope);
    Map<String, String> annotations = new LinkedHashMap<>(more);
    annotations.put(THUMBPRINTS, JsonWriter.compact(JsonArray.ofStrings(chain.thumbprints())));
    annotations.put(CREATED, created.truncatedTo(ChronoUnit.SECONDS).toString());
    boolean artifact = shape == Shape.ARTIFACT_TYPE;
    Manifest manifest =
        Manifest.of(
            artifact ? Optional.of(TYPE) : Optional.empty(),
            artifact ? emptyConfigWithData() : Descriptor.of(TYPE, Descriptor.emptyJson()),
            List.of(layer),
            Optional.of(subject.plain()),
            annotations);
    return new SignatureManifest(manifest, layer, format, subject.plain());
  }

  /** The descriptor of the config, whose content is {@link Descriptor#emptyJson}. */
  public Descriptor config() {
    return manifest.config().orElseThrow();
  }

  private static Descriptor emptyConfigWithData() {
    Descriptor empty = Descriptor.emptyConfig();
    return new Descriptor(
        empty.mediaType(),
        empty.digest(),
        empty.size(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        List.of(),
        Optional.of(EMPTY_OBJECT_BASE64));
  }

  private static void checkShape(Manifest manifest) throws FormatException {
    if (!isSignature(manifest)) {
      throw malformed("its type is %s".formatted(manifest.kind().orElse("absent")));
    }
    Optional<String> config = manifest.config().map(Descriptor::mediaType);
    if (manifest.artifactType().isPresent()
        && config.isPresent()
        && !config.get().equals(MediaType.EMPTY_JSON.toString())) {
      throw malformed(
          "artifactType is given and the config is %s, expected %s"
              .formatted(config.get(), MediaType.EMPTY_JSON));
    }
  }

  private static FormatException malformed(String why) {
    return new FormatException("signature manifest: " + why);
  }
}
