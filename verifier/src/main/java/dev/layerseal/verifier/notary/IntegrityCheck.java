package dev.layerseal.verifier.notary;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.notary.ExtendedAttribute;
import dev.layerseal.notary.Payload;
import dev.layerseal.notary.SignatureEnvelope;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.verifier.trust.Action;
import dev.layerseal.verifier.trust.CheckResult;
import dev.layerseal.verifier.trust.CheckType;
import dev.layerseal.x509.CertificateProfile;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The check that an envelope is sound in itself and is about the right artifact: its form, the
 * certificates' profile, the signature, the payload. It is enforced at every level.
 */
final class IntegrityCheck {

  private static final Set<String> PLUGIN_ATTRIBUTES =
      Set.of(
          ExtendedAttribute.VERIFICATION_PLUGIN, ExtendedAttribute.VERIFICATION_PLUGIN_MIN_VERSION);

  private @Nullable SignatureEnvelope envelope;
  private @Nullable Payload payload;

  /** Reads and checks the envelope; what could be read is kept even when the check fails. */
  CheckResult check(EnvelopeFormat format, byte[] bytes, Descriptor subject) {
    try {
      SignatureEnvelope read = SignatureEnvelope.decode(format, bytes);
      envelope = read;
      Optional<String> fault =
          CertificateProfile.CODE_SIGNING
              .fault(read.chain())
              .or(read::fault)
              .or(() -> unknownAttribute(read));
      if (fault.isPresent()) {
        return failed(Reason.BAD_SIGNATURE, fault.get());
      }
      if (!read.contentType().equals(Payload.CONTENT_TYPE)) {
        return failed(
            Reason.BAD_SIGNATURE,
            "the payload is %s, expected %s".formatted(read.contentType(), Payload.CONTENT_TYPE));
      }
      Payload signed = Payload.decode(read.payload());
      payload = signed;
      return target(signed.targetArtifact(), subject);
    } catch (FormatException | UnsupportedFeatureException e) {
      return failed(Reason.BAD_SIGNATURE, String.valueOf(e.getMessage()));
    }
  }

  Optional<SignatureEnvelope> envelope() {
    return Optional.ofNullable(envelope);
  }

  Optional<Payload> payload() {
    return Optional.ofNullable(payload);
  }

  /** Attributes that only the plugin named in the envelope can judge. */
  static List<ExtendedAttribute> forPlugin(SignatureEnvelope envelope) {
    return envelope.attributes().extended().stream()
        .filter(ExtendedAttribute::critical)
        .filter(attribute -> !PLUGIN_ATTRIBUTES.contains(attribute.name()))
        .toList();
  }

  private static Optional<String> unknownAttribute(SignatureEnvelope envelope) {
    List<ExtendedAttribute> unknown = forPlugin(envelope);
    boolean judged =
        envelope.attributes().extended(ExtendedAttribute.VERIFICATION_PLUGIN).isPresent();
    return unknown.isEmpty() || judged
        ? Optional.empty()
        : Optional.of(
            "the critical header %s is not known, and no plugin is named that knows it"
                .formatted(unknown.get(0).name()));
  }

  private static CheckResult target(Descriptor signed, Descriptor subject) {
    if (signed.plain().equals(subject.plain())) {
      return CheckResult.passed(CheckType.INTEGRITY, Action.ENFORCE);
    }
    return failed(
        Reason.DIGEST_DIFFERS,
        "the signature is about another artifact: signed %s %s of %d bytes, expected %s %s of %d bytes"
            .formatted(
                signed.mediaType(),
                signed.digest(),
                signed.size(),
                subject.mediaType(),
                subject.digest(),
                subject.size()));
  }

  private static CheckResult failed(Reason reason, String fault) {
    return CheckResult.failed(CheckType.INTEGRITY, Action.ENFORCE, reason, fault);
  }
}
