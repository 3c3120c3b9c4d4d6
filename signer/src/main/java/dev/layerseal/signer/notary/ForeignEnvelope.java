package dev.layerseal.signer.notary;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.SigningException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.json.JsonObject;
import dev.layerseal.notary.Payload;
import dev.layerseal.notary.SignatureEnvelope;
import dev.layerseal.notary.SignatureManifest;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.plugin.PluginEnvelope;
import dev.layerseal.signer.EnvelopeMaker;
import dev.layerseal.x509.CertificateProfile;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A signature whose envelope somebody else makes. It is taken only when it says what was asked for:
 * the same artifact, the metadata (more may be added), the expiry, and a signature that verifies.
 */
final class ForeignEnvelope {

  private static final Set<String> DESCRIPTOR =
      Set.of(
          "mediaType", "digest", "size", "annotations", "urls", "data", "platform", "artifactType");

  private final Descriptor subject;
  private final NotaryOptions options;
  private final Payload payload;

  ForeignEnvelope(Descriptor subject, NotaryOptions options) {
    this.subject = subject;
    this.options = options;
    this.payload = new Payload(subject.plain().withAnnotations(options.metadata()));
  }

  /** Has the envelope made, and checks it. */
  NotarySignature by(EnvelopeMaker maker, Instant now) throws LayersealException {
    PluginEnvelope made = maker.make(options.format(), payload, options.expiry());
    SignatureEnvelope envelope = decode(made.envelope());
    Optional<String> fault =
        CertificateProfile.CODE_SIGNING
            .fault(envelope.chain(), now)
            .or(envelope::fault)
            .or(() -> difference(envelope));
    if (fault.isPresent()) {
      throw new SigningException("the plugin's envelope: " + fault.get());
    }
    SignatureManifest manifest =
        SignatureManifest.of(
            options.shape(),
            subject,
            options.format(),
            made.envelope(),
            envelope.chain(),
            envelope.attributes().signingTime(),
            made.annotations());
    return new NotarySignature(manifest, made.envelope());
  }

  private SignatureEnvelope decode(byte[] bytes) throws SigningException {
    try {
      return SignatureEnvelope.decode(options.format(), bytes);
    } catch (FormatException e) {
      throw new SigningException("the plugin's envelope cannot be read: " + e.getMessage(), e);
    }
  }

  private Optional<String> difference(SignatureEnvelope envelope) {
    if (!envelope.contentType().equals(Payload.CONTENT_TYPE)) {
      return Optional.of("the payload is " + envelope.contentType());
    }
    if (options.expiry().isPresent() && envelope.attributes().expiry().isEmpty()) {
      return Optional.of("it does not expire");
    }
    try {
      Descriptor signed = Payload.decode(envelope.payload()).targetArtifact();
      for (String name :
          JsonObject.parse(envelope.payload()).object("targetArtifact").members().keySet()) {
        if (!DESCRIPTOR.contains(name)) {
          return Optional.of("it adds \"%s\" to the artifact's descriptor".formatted(name));
        }
      }
      return signed.plain().equals(subject.plain())
          ? missing(signed.annotations())
          : Optional.of(
              "it is about %s, asked for was %s".formatted(signed.digest(), subject.digest()));
    } catch (FormatException | UnsupportedFeatureException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private Optional<String> missing(Map<String, String> signed) {
    return options.metadata().entrySet().stream()
        .filter(entry -> !entry.getValue().equals(signed.get(entry.getKey())))
        .map(entry -> "it lacks the metadata " + entry.getKey())
        .findFirst();
  }
}
