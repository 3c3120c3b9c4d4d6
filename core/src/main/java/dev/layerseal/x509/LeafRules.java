package dev.layerseal.x509;

import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules for the certificate whose key signs. */
final class LeafRules {

  private static final String PURPOSE_TIMESTAMPING = "1.3.6.1.5.5.7.3.8";
  private static final Map<String, String> FORBIDDEN_PURPOSES = forbiddenPurposes();
  private static final Map<Integer, String> FORBIDDEN_USAGES =
      Map.of(
          2, "keyEncipherment",
          3, "dataEncipherment",
          4, "keyAgreement",
          5, "keyCertSign",
          6, "cRLSign",
          7, "encipherOnly",
          8, "decipherOnly");

  private LeafRules() {}

  static Optional<String> fault(X509Certificate leaf, CertificateProfile profile) {
    return rule(leaf, profile).map(why -> Names.of(leaf) + ": " + why);
  }

  private static Optional<String> rule(X509Certificate leaf, CertificateProfile profile) {
    boolean signing = profile == CertificateProfile.CODE_SIGNING;
    if (Extension.authority(leaf)) {
      return Optional.of("basicConstraints: CA is true, which the signing certificate may not be");
    }
    return usage(leaf, signing)
        .or(() -> signing ? purposes(leaf) : timestampingPurpose(leaf))
        .or(() -> key(leaf))
        .or(() -> SignatureHash.fault(leaf));
  }

  private static Optional<String> usage(X509Certificate leaf, boolean mustBeCritical) {
    if (!Extension.present(leaf, Extension.KEY_USAGE)) {
      return Optional.of("keyUsage: missing");
    }
    if (mustBeCritical && !Extension.critical(leaf, Extension.KEY_USAGE)) {
      return Optional.of("keyUsage: not marked critical");
    }
    if (!Extension.usage(leaf, 0)) {
      return Optional.of("keyUsage: digitalSignature is not set");
    }
    return FORBIDDEN_USAGES.keySet().stream()
        .sorted()
        .filter(bit -> Extension.usage(leaf, bit))
        .findFirst()
        .map(
            bit ->
                "keyUsage: %s is set, which is not allowed".formatted(FORBIDDEN_USAGES.get(bit)));
  }

  private static Optional<String> purposes(X509Certificate leaf) {
    Optional<List<String>> purposes = Extension.purposes(leaf);
    if (purposes.isEmpty()) {
      return Optional.of("extKeyUsage: cannot be read");
    }
    return purposes.get().stream()
        .filter(FORBIDDEN_PURPOSES::containsKey)
        .findFirst()
        .map(oid -> "extKeyUsage: %s is not allowed".formatted(FORBIDDEN_PURPOSES.get(oid)));
  }

  private static Optional<String> timestampingPurpose(X509Certificate leaf) {
    if (!Extension.purposes(leaf).equals(Optional.of(List.of(PURPOSE_TIMESTAMPING)))) {
      return Optional.of("extKeyUsage: must be timeStamping and nothing else");
    }
    return Extension.critical(leaf, Extension.EXTENDED_KEY_USAGE)
        ? Optional.empty()
        : Optional.of("extKeyUsage: not marked critical");
  }

  private static Optional<String> key(X509Certificate leaf) {
    return KeySpec.of(leaf.getPublicKey()).isPresent()
        ? Optional.empty()
        : Optional.of(
            "public key: %s, expected RSA 2048, 3072, 4096 or EC P-256, P-384, P-521"
                .formatted(KeySpec.describe(leaf.getPublicKey())));
  }

  private static Map<String, String> forbiddenPurposes() {
    Map<String, String> purposes = new LinkedHashMap<>();
    purposes.put("2.5.29.37.0", "anyExtendedKeyUsage");
    purposes.put("1.3.6.1.5.5.7.3.1", "serverAuth");
    purposes.put("1.3.6.1.5.5.7.3.2", "clientAuth");
    purposes.put("1.3.6.1.5.5.7.3.4", "emailProtection");
    purposes.put(PURPOSE_TIMESTAMPING, "timeStamping");
    purposes.put("1.3.6.1.5.5.7.3.9", "OCSPSigning");
    return purposes;
  }
}
