package dev.layerseal.verifier.audit;

import dev.layerseal.oci.Digest;
import dev.layerseal.x509.CertificateProfile;
import dev.layerseal.x509.DistinguishedName;
import dev.layerseal.x509.KeySpec;
import dev.layerseal.x509.SignatureHash;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** What is wrong with the certificates of a signature, apart from whether anybody trusts them. */
final class CertificateAudit {

  private static final int MIN_RSA = 2048;

  private final Findings findings;
  private final AuditOptions options;

  CertificateAudit(Findings findings, AuditOptions options) {
    this.findings = findings;
    this.options = options;
  }

  /**
   * @param leaf the one that signs
   * @param all every certificate that comes with the signature
   */
  void check(Digest signature, X509Certificate leaf, List<X509Certificate> all) {
    CertificateProfile.CODE_SIGNING
        .leafFault(leaf)
        .ifPresent(why -> findings.add(FindingKind.UNFIT_CERTIFICATE, signature, why));
    for (X509Certificate certificate : all.contains(leaf) ? all : List.of(leaf)) {
      checkStrength(signature, certificate);
      checkTime(
          signature,
          name(certificate),
          certificate.getNotBefore().toInstant(),
          certificate.getNotAfter().toInstant());
    }
  }

  /** Holds the validity of anything against the time of the audit. */
  void checkTime(Digest signature, String what, Instant from, Instant to) {
    if (options.at().isBefore(from)) {
      findings.add(
          FindingKind.NOT_YET_VALID, signature, "%s is valid from %s".formatted(what, from));
    }
    if (options.at().isAfter(to)) {
      findings.add(FindingKind.EXPIRED, signature, "%s expired on %s".formatted(what, to));
    } else if (options.expiring().filter(soon -> options.at().plus(soon).isAfter(to)).isPresent()) {
      findings.add(FindingKind.EXPIRING_SOON, signature, "%s ends on %s".formatted(what, to));
    }
  }

  private void checkStrength(Digest signature, X509Certificate certificate) {
    boolean weakKey =
        certificate.getPublicKey() instanceof java.security.interfaces.RSAPublicKey rsa
            ? rsa.getModulus().bitLength() < MIN_RSA
            : KeySpec.of(certificate.getPublicKey()).isEmpty();
    if (weakKey) {
      findings.add(
          FindingKind.WEAK_KEY,
          signature,
          "%s has a key %s"
              .formatted(name(certificate), KeySpec.describe(certificate.getPublicKey())));
    }
    SignatureHash.fault(certificate)
        .ifPresent(
            why ->
                findings.add(
                    FindingKind.WEAK_DIGEST,
                    signature,
                    "%s: %s".formatted(name(certificate), why)));
  }

  static String name(X509Certificate certificate) {
    return "certificate \"%s\""
        .formatted(DistinguishedName.of(certificate.getSubjectX500Principal()));
  }
}
