package dev.layerseal.x509;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a chain built by {@link TrustAnchors} has to keep beyond the profile, because nobody else
 * looks at it: no constraints, which the kernel does not evaluate, a purpose that fits, and no
 * signature algorithm out of use.
 */
final class ExtensionRules {

  private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

  /** nameConstraints, policyConstraints, inhibitAnyPolicy. */
  private static final List<String> NOT_EVALUATED =
      List.of(NameConstraints.OID, "2.5.29.36", "2.5.29.54");

  private static final Set<String> SIGNATURES =
      Set.of(
          "SHA256WITHRSA",
          "SHA384WITHRSA",
          "SHA512WITHRSA",
          "SHA256WITHECDSA",
          "SHA384WITHECDSA",
          "SHA512WITHECDSA",
          "RSASSA-PSS");

  private ExtensionRules() {}

  static Optional<String> fault(CertificateChain chain) {
    return purpose(chain.leaf())
        .or(
            () ->
                chain.certificates().stream()
                    .map(ExtensionRules::fault)
                    .flatMap(Optional::stream)
                    .findFirst());
  }

  private static Optional<String> purpose(X509Certificate leaf) {
    List<String> purposes = Extension.purposes(leaf).orElse(List.of());
    return purposes.isEmpty() || purposes.contains(CODE_SIGNING)
        ? Optional.empty()
        : Optional.of(Names.of(leaf) + ": extKeyUsage: codeSigning is not among " + purposes);
  }

  private static Optional<String> fault(X509Certificate certificate) {
    return rule(certificate).map(why -> Names.of(certificate) + ": " + why);
  }

  private static Optional<String> rule(X509Certificate certificate) {
    for (String oid : NOT_EVALUATED) {
      if (Extension.present(certificate, oid)) {
        return Optional.of(
            "extension " + oid + ": it limits the chain, which kernels do not evaluate");
      }
    }
    String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    return SIGNATURES.contains(algorithm)
        ? SignatureHash.fault(certificate)
        : Optional.of("signatureAlgorithm: " + algorithm + " is weak or unknown");
  }
}
