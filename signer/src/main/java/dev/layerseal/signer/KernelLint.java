package dev.layerseal.signer;

import dev.layerseal.error.SigningException;
import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.CertificateProfile;
import dev.layerseal.x509.KeyIdentifiers;
import dev.layerseal.x509.KeySpec;
import dev.layerseal.x509.RawNames;
import dev.layerseal.x509.Validity;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is wrong with a key's certificates before anything is signed: what makes a kernel refuse the
 * signature, and what no kernel checks but every verifier does. Measured against Linux 6.1, 6.12
 * and 7.2; docs/formats/pkcs7.md has the table.
 */
public final class KernelLint {

  private KernelLint() {}

  /**
   * Refuses certificates whose signatures nobody would accept.
   *
   * @return warnings: consumers that refuse what others accept
   * @throws SigningException with the first thing that makes the signature useless
   */
  public static List<String> check(CertificateChain chain, Instant now) throws SigningException {
    for (X509Certificate certificate : chain.certificates()) {
      refuse(unparseable(certificate));
    }
    refuse(unlinked(chain));
    refuse(CertificateProfile.CODE_SIGNING.profileFault(chain));
    refuse(Validity.fault(chain, now));
    refuse(unidentified(chain));
    return warnings(chain);
  }

  private static void refuse(Optional<String> fault) throws SigningException {
    if (fault.isPresent()) {
      throw new SigningException(
          fault.get(), "see docs/guides/troubleshooting.md#certificate-unusable", null);
    }
  }

  /** One certificate that the kernel's parser does not know spoils the whole message. */
  private static Optional<String> unparseable(X509Certificate certificate) {
    String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    if (KeySpec.of(certificate.getPublicKey()).isEmpty()
        && !certificate.getPublicKey().getAlgorithm().equals("RSA")) {
      return Optional.of(
          "%s has a key for %s, which kernels cannot read"
              .formatted(name(certificate), KeySpec.describe(certificate.getPublicKey())));
    }
    boolean known = algorithm.endsWith("WITHRSA") || algorithm.endsWith("WITHECDSA");
    return known
        ? Optional.empty()
        : Optional.of(
            "%s is signed with %s, which kernels cannot read"
                .formatted(name(certificate), certificate.getSigAlgName()));
  }

  private static Optional<String> unlinked(CertificateChain chain) {
    List<X509Certificate> certificates = chain.certificates();
    for (int i = 1; i < certificates.size(); i++) {
      if (!CertificateChain.issued(certificates.get(i), certificates.get(i - 1))) {
        return Optional.of(
            "%s is not issued by %s, the next one in the chain"
                .formatted(name(certificates.get(i - 1)), name(certificates.get(i))));
      }
    }
    return Optional.empty();
  }

  /** The kernel looks for an issuer by the authority key identifier, never by name alone. */
  private static Optional<String> unidentified(CertificateChain chain) {
    List<X509Certificate> certificates = chain.certificates();
    for (int i = 0; i + 1 < certificates.size(); i++) {
      if (!KeyIdentifiers.of(certificates.get(i)).authority()) {
        return Optional.of(
            name(certificates.get(i))
                + " has no authorityKeyIdentifier: kernels do not find its issuer");
      }
    }
    return Optional.empty();
  }

  private static List<String> warnings(CertificateChain chain) {
    List<String> warnings = new ArrayList<>();
    if (chain.leaf().getPublicKey().getAlgorithm().equals("EC")) {
      warnings.add(
          "EC keys need a kernel with CRYPTO_ECDSA (Debian: 6.12, not 6.1), and notation's dm-verity"
              + " verification takes RSA-2048 only");
    }
    X509Certificate last = chain.last();
    boolean ends = RawNames.of(last).selfIssued();
    if (!ends && !KeyIdentifiers.of(last).authority()) {
      warnings.add(
          name(last)
              + " has no authorityKeyIdentifier: kernels accept it only when it is trusted itself");
    }
    if (!ends && chain.certificates().size() == 1) {
      warnings.add(
          "no intermediate is embedded: the issuer of "
              + name(last)
              + " has to be trusted by the kernel itself");
    }
    return warnings;
  }

  private static String name(X509Certificate certificate) {
    return "certificate \"" + certificate.getSubjectX500Principal() + "\"";
  }
}
