package dev.layerseal.verifier.revocation;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.cert.X509Extension;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;

/**
 * Which certificates a list is of, by its issuingDistributionPoint (RFC 5280, 5.2.5 and 6.3.3).
 * That a certificate is not on a list of others means nothing, and whoever stands in between can
 * put one list of an issuer in the place of another.
 */
final class ListScope {

  private static final String POINT = Extension.issuingDistributionPoint.getId();

  private final X509CRL list;
  private final Optional<IssuingDistributionPoint> point;

  /** Reads the extension; one that cannot be read ends in an {@link IllegalArgumentException}. */
  ListScope(X509CRL list) {
    this.list = list;
    this.point =
        Optional.ofNullable(list.getExtensionValue(POINT))
            .map(value -> IssuingDistributionPoint.getInstance(content(value)));
  }

  /** Why the list is not one that {@code certificate} would stand on. */
  Optional<String> fault(X509Certificate certificate) {
    return point.flatMap(
        found ->
            kind(found, certificate.getBasicConstraints() >= 0)
                .or(() -> place(found, certificate))
                .map(why -> "the revocation list is " + why));
  }

  /** Whether what was revoked for some reasons stands on another list. */
  boolean partial() {
    return point.filter(found -> found.getOnlySomeReasons() != null).isPresent();
  }

  /** Whether {@code other} is of the same certificates. */
  boolean same(ListScope other) {
    return Arrays.equals(list.getExtensionValue(POINT), other.list.getExtensionValue(POINT));
  }

  private static Optional<String> kind(IssuingDistributionPoint point, boolean authority) {
    if (point.onlyContainsAttributeCerts()) {
      return Optional.of("of attribute certificates");
    }
    if (authority && point.onlyContainsUserCerts()) {
      return Optional.of("not of authorities");
    }
    return !authority && point.onlyContainsCACerts()
        ? Optional.of("of authorities only")
        : Optional.empty();
  }

  private static Optional<String> place(
      IssuingDistributionPoint point, X509Certificate certificate) {
    if (point.getDistributionPoint() == null) {
      return Optional.empty();
    }
    Set<GeneralName> shared = names(point.getDistributionPoint());
    shared.retainAll(named(certificate));
    return shared.isEmpty()
        ? Optional.of("of another distribution point than the certificate names")
        : Optional.empty();
  }

  private static Set<GeneralName> named(X509Extension certificate) {
    byte[] value = certificate.getExtensionValue(Extension.cRLDistributionPoints.getId());
    Set<GeneralName> names = new HashSet<>();
    if (value != null) {
      for (DistributionPoint one :
          CRLDistPoint.getInstance(content(value)).getDistributionPoints()) {
        if (one.getDistributionPoint() != null) {
          names.addAll(names(one.getDistributionPoint()));
        }
      }
    }
    return names;
  }

  /** Names relative to the issuer's are not compared. */
  private static Set<GeneralName> names(DistributionPointName name) {
    return name.getType() == DistributionPointName.FULL_NAME
        ? new HashSet<>(Arrays.asList(GeneralNames.getInstance(name.getName()).getNames()))
        : new HashSet<>();
  }

  private static byte[] content(byte[] value) {
    return ASN1OctetString.getInstance(value).getOctets();
  }
}
