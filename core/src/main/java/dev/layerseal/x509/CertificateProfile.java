package dev.layerseal.x509;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the Notary Project asks of a certificate chain (signature specification, "Certificate
 * requirements"). A fault names the certificate and the field.
 */
public enum CertificateProfile {
  CODE_SIGNING,
  TIMESTAMPING;

  /**
   * What is wrong with {@code chain}: each certificate must be issued by the next one, the last one
   * by itself, none before it by itself, and each must meet the rules of its place.
   */
  public Optional<String> fault(CertificateChain chain) {
    return ChainLinks.fault(chain).or(() -> profileFault(chain));
  }

  /** Like {@link #fault(CertificateChain)}, and that every certificate is valid at {@code time}. */
  public Optional<String> fault(CertificateChain chain, Instant time) {
    return fault(chain).or(() -> Validity.fault(chain, time));
  }

  /** What is wrong with the fields of the certificates, whoever issued them. */
  public Optional<String> profileFault(CertificateChain chain) {
    List<X509Certificate> certificates = chain.certificates();
    Optional<String> fault = leafFault(chain.leaf());
    for (int i = 1; i < certificates.size() && fault.isEmpty(); i++) {
      fault = AuthorityRules.fault(certificates.get(i), i - 1, this == CODE_SIGNING);
    }
    return fault
        .or(() -> certificates.stream().flatMap(one -> Extension.unknown(one).stream()).findFirst())
        .or(() -> NameConstraints.fault(chain));
  }

  /** What is wrong with the fields of {@code leaf}. */
  public Optional<String> leafFault(X509Certificate leaf) {
    return LeafRules.fault(leaf, this);
  }
}
