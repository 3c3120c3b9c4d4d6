package dev.layerseal.verifier.revocation;

import dev.layerseal.error.FormatException;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;

/** One list of revoked certificates (RFC 5280 section 5), whole or of the newest changes. */
final class RevocationList {

  private static final int CRL_SIGN = 6;
  private static final Set<String> KNOWN_CRITICAL =
      Set.of(Extension.issuingDistributionPoint.getId(), Extension.deltaCRLIndicator.getId());
  private static final String INVALIDITY_DATE = Extension.invalidityDate.getId();

  private final X509CRL list;
  private final ListScope scope;

  private RevocationList(X509CRL list) {
    this.list = list;
    this.scope = new ListScope(list);
  }

  static RevocationList decode(byte[] der) throws FormatException {
    try {
      X509CRL list =
          (X509CRL)
              CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
      if (list == null) {
        throw new FormatException("revocation list: it is empty");
      }
      return new RevocationList(list);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new FormatException("revocation list: " + e.getMessage(), e);
    }
  }

  byte[] encode() {
    try {
      return list.getEncoded();
    } catch (CRLException e) {
      throw new IllegalStateException(e);
    }
  }

  X509CRL list() {
    return list;
  }

  /** Which certificates it is of. */
  ListScope scope() {
    return scope;
  }

  /** Whether it has only what changed since another one. */
  boolean delta() {
    return list.getExtensionValue(Extension.deltaCRLIndicator.getId()) != null;
  }

  boolean issuedBy(X509Certificate issuer) {
    return list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
  }

  boolean fresh(Instant now) {
    return list.getNextUpdate() != null && !now.isAfter(list.getNextUpdate().toInstant());
  }

  /** Why the list says nothing about certificates of {@code issuer}; nothing when it does. */
  Optional<Finding> fault(X509Certificate issuer, Instant now) {
    boolean[] usage = issuer.getKeyUsage();
    if (usage != null && !usage[CRL_SIGN]) {
      return Optional.of(Finding.unusable("the issuer may not sign revocation lists"));
    }
    try {
      list.verify(issuer.getPublicKey());
    } catch (GeneralSecurityException | RuntimeException e) {
      return Optional.of(Finding.unusable("the revocation list is not signed by the issuer"));
    }
    if (list.getNextUpdate() == null) {
      return Optional.of(Finding.unusable("the revocation list has no nextUpdate"));
    }
    if (!fresh(now)) {
      return Optional.of(
          Finding.stale(
              "the revocation list is out of date since " + list.getNextUpdate().toInstant()));
    }
    Set<String> critical = list.getCriticalExtensionOIDs();
    if (critical != null && !KNOWN_CRITICAL.containsAll(critical)) {
      return Optional.of(
          Finding.unusable("the revocation list has critical extensions that are not known"));
    }
    return Optional.empty();
  }

  /** The number of the list, or of the whole one that changes build on. */
  Optional<BigInteger> number(String extension) {
    byte[] value = list.getExtensionValue(extension);
    return value == null
        ? Optional.empty()
        : Optional.of(
            ASN1Integer.getInstance(ASN1OctetString.getInstance(value).getOctets())
                .getPositiveValue());
  }

  /** The entry for {@code certificate}, unless it became invalid only after {@code signed}. */
  Optional<X509CRLEntry> entry(X509Certificate certificate, Optional<Instant> signed)
      throws FormatException {
    X509CRLEntry entry = list.getRevokedCertificate(certificate.getSerialNumber());
    if (entry == null) {
      return Optional.empty();
    }
    Set<String> critical = entry.getCriticalExtensionOIDs();
    if (critical != null && !Set.of(INVALIDITY_DATE).containsAll(critical)) {
      throw new FormatException("its entry has critical extensions that are not known");
    }
    Optional<Instant> invalid = invalidity(entry);
    boolean later =
        signed.isPresent() && invalid.isPresent() && signed.get().isBefore(invalid.get());
    return later ? Optional.empty() : Optional.of(entry);
  }

  private static Optional<Instant> invalidity(X509CRLEntry entry) throws FormatException {
    byte[] value = entry.getExtensionValue(INVALIDITY_DATE);
    if (value == null) {
      return Optional.empty();
    }
    try {
      byte[] time = ASN1OctetString.getInstance(value).getOctets();
      return Optional.of(ASN1GeneralizedTime.getInstance(time).getDate().toInstant());
    } catch (java.text.ParseException | RuntimeException e) {
      throw new FormatException("its invalidityDate cannot be read", e);
    }
  }
}
