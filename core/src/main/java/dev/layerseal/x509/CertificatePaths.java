package dev.layerseal.x509;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the way from a certificate to a trusted root (RFC 5280 section 6); asks no network. */
public final class CertificatePaths {

  private CertificatePaths() {}

  /**
   * The chain from {@code leaf} to one of {@code roots}, which it ends with.
   *
   * @param others certificates that may stand between
   * @param at the time at which all must be valid
   */
  public static Optional<CertificateChain> build(
      X509Certificate leaf,
      Collection<X509Certificate> others,
      Collection<X509Certificate> roots,
      Instant at) {
    if (roots.isEmpty()) {
      return Optional.empty();
    }
    if (roots.contains(leaf)) {
      return Optional.of(new CertificateChain(List.of(leaf)));
    }
    try {
      PKIXCertPathBuilderResult result =
          (PKIXCertPathBuilderResult)
              CertPathBuilder.getInstance("PKIX").build(parameters(leaf, others, roots, at));
      List<X509Certificate> chain = new ArrayList<>();
      result.getCertPath().getCertificates().forEach(c -> chain.add((X509Certificate) c));
      chain.add(result.getTrustAnchor().getTrustedCert());
      return chain.size() > CertificateChain.MAX_LENGTH
          ? Optional.empty()
          : Optional.of(new CertificateChain(chain));
    } catch (GeneralSecurityException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static PKIXBuilderParameters parameters(
      X509Certificate leaf,
      Collection<X509Certificate> others,
      Collection<X509Certificate> roots,
      Instant at)
      throws GeneralSecurityException {
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(leaf);
    PKIXBuilderParameters parameters =
        new PKIXBuilderParameters(
            roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet()),
            target);
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(at));
    parameters.setMaxPathLength(CertificateChain.MAX_LENGTH);
    List<X509Certificate> store = new ArrayList<>(others);
    store.add(leaf);
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(store)));
    return parameters;
  }
}
