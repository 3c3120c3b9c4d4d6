package dev.layerseal.verifier.revocation;

import dev.layerseal.error.FormatException;
import java.math.BigInteger;
import java.security.cert.CRLReason;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.Extension;

/**
 * A whole list and the changes since it was made.
 *
 * @param changes a delta list, where the whole one names one
 */
record RevocationLists(RevocationList whole, Optional<RevocationList> changes) {

  boolean fresh(Instant now) {
    return whole.fresh(now) && changes.map(list -> list.fresh(now)).orElse(true);
  }

  /** What the lists say about {@code certificate}. */
  Finding find(
      X509Certificate certificate, X509Certificate issuer, Instant now, Optional<Instant> signed) {
    if (Sources.namesFreshest(certificate) && changes.isEmpty()) {
      return Finding.unusable("the certificate itself names delta lists, which is not supported");
    }
    Optional<Finding> fault =
        whole
            .fault(issuer, now)
            .or(() -> changes.flatMap(list -> list.fault(issuer, now)))
            .or(() -> outside(certificate))
            .or(this::mismatch);
    if (fault.isPresent()) {
      return fault.get();
    }
    try {
      return judge(certificate, signed);
    } catch (FormatException e) {
      return Finding.unusable("the revocation list: " + e.getMessage());
    }
  }

  private Finding judge(X509Certificate certificate, Optional<Instant> signed)
      throws FormatException {
    List<X509CRLEntry> entries = new ArrayList<>();
    whole.entry(certificate, signed).ifPresent(entries::add);
    if (changes.isPresent()) {
      changes.get().entry(certificate, signed).ifPresent(entries::add);
    }
    Optional<X509CRLEntry> newest = Optional.empty();
    for (X509CRLEntry entry : entries) {
      if (!passing(entry)) {
        return revoked(entry);
      }
      if (newest.isEmpty() || since(newest.get()).isBefore(since(entry))) {
        newest = Optional.of(entry);
      }
    }
    if (newest.isPresent() && newest.get().getRevocationReason() == CRLReason.CERTIFICATE_HOLD) {
      return revoked(newest.get());
    }
    return whole.scope().partial()
        ? Finding.unusable("the revocation list is for some reasons only")
        : Finding.good("not on the revocation list");
  }

  /** Why a certificate that is not on the whole list may be revoked all the same. */
  private Optional<Finding> outside(X509Certificate certificate) {
    return whole.delta()
        ? Optional.of(Finding.unusable("the revocation list has only changes of another one"))
        : whole.scope().fault(certificate).map(Finding::unusable);
  }

  private static Instant since(X509CRLEntry entry) {
    return entry.getRevocationDate().toInstant();
  }

  private static boolean passing(X509CRLEntry entry) {
    CRLReason reason = entry.getRevocationReason();
    return reason == CRLReason.CERTIFICATE_HOLD || reason == CRLReason.REMOVE_FROM_CRL;
  }

  private static Finding revoked(X509CRLEntry entry) {
    CRLReason reason = entry.getRevocationReason();
    return Finding.revoked(
        "on the revocation list since %s%s"
            .formatted(
                since(entry),
                reason == null
                    ? ""
                    : " (" + reason.name().toLowerCase(java.util.Locale.ROOT) + ")"));
  }

  private Optional<Finding> mismatch() {
    if (changes.isEmpty()) {
      return Optional.empty();
    }
    Optional<BigInteger> number = whole.number(Extension.cRLNumber.getId());
    Optional<BigInteger> newer = changes.get().number(Extension.cRLNumber.getId());
    Optional<BigInteger> base = changes.get().number(Extension.deltaCRLIndicator.getId());
    boolean fits =
        number.isPresent()
            && newer.isPresent()
            && base.isPresent()
            && changes.get().scope().same(whole.scope())
            && newer.get().compareTo(number.get()) > 0
            && base.get().compareTo(number.get()) <= 0;
    return fits
        ? Optional.empty()
        : Optional.of(Finding.unusable("the delta list does not belong to the revocation list"));
  }
}
