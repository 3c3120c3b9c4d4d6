package dev.layerseal.x509;

import dev.layerseal.error.VerificationException;
import dev.layerseal.error.VerificationException.Reason;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that a chain has to reach. An anchor is recognised by its bytes, an issuer by
 * its name and by the signature that its key verifies.
 */
public final class TrustAnchors {

  /** More certificates than any real chain has; the search never tries more signatures. */
  private static final int MAX_DEPTH = 10;

  private static final int MAX_SIGNATURES = 100;

  private final List<X509Certificate> anchors;

  public TrustAnchors(Collection<X509Certificate> anchors) {
    this.anchors = List.copyOf(anchors);
  }

  public List<X509Certificate> certificates() {
    return anchors;
  }

  /**
   * The chain from {@code leaf} to an anchor, every rule of {@link CertificateProfile#CODE_SIGNING}
   * kept and every date good at {@code at}. Needless certificates among {@code others} do not
   * matter.
   *
   * @throws VerificationException when there is none; where chains exist but break a rule, the
   *     first of these rules is the reason
   */
  public CertificateChain chain(
      X509Certificate leaf, Collection<X509Certificate> others, Instant at)
      throws VerificationException {
    return chain(leaf, others, Optional.of(at));
  }

  /** The same without a look at the dates. */
  public CertificateChain chainAtAnyTime(X509Certificate leaf, Collection<X509Certificate> others)
      throws VerificationException {
    return chain(leaf, others, Optional.empty());
  }

  private CertificateChain chain(
      X509Certificate leaf, Collection<X509Certificate> others, Optional<Instant> at)
      throws VerificationException {
    Search search = new Search(others, at);
    Optional<CertificateChain> found = search.extend(new ArrayList<>(List.of(leaf)));
    if (found.isPresent()) {
      return found.get();
    }
    throw search.refusal != null
        ? search.refusal
        : new VerificationException(
            Reason.UNTRUSTED, Names.of(leaf) + ": no chain leads to a trusted certificate");
  }

  private final class Search {
    private final List<X509Certificate> candidates = new ArrayList<>(anchors);
    private final Optional<Instant> at;
    private int signatures;
    private @Nullable VerificationException refusal;

    Search(Collection<X509Certificate> others, Optional<Instant> at) {
      candidates.addAll(others);
      this.at = at;
    }

    Optional<CertificateChain> extend(List<X509Certificate> path) {
      X509Certificate last = path.get(path.size() - 1);
      if (anchors.contains(last) && accepted(path)) {
        return Optional.of(new CertificateChain(path));
      }
      if (path.size() == MAX_DEPTH) {
        return Optional.empty();
      }
      for (X509Certificate issuer : candidates) {
        if (!path.contains(issuer) && issued(issuer, last)) {
          path.add(issuer);
          Optional<CertificateChain> found = extend(path);
          if (found.isPresent()) {
            return found;
          }
          path.remove(path.size() - 1);
        }
      }
      return Optional.empty();
    }

    private boolean accepted(List<X509Certificate> path) {
      Optional<VerificationException> fault = fault(new CertificateChain(path), at);
      if (refusal == null) {
        refusal = fault.orElse(null);
      }
      return fault.isEmpty();
    }

    private boolean issued(X509Certificate issuer, X509Certificate subject) {
      if (signatures == MAX_SIGNATURES || !sameName(issuer, subject)) {
        return false;
      }
      signatures++;
      return CertificateChain.signed(issuer, subject);
    }
  }

  /** What is wrong with a chain from a signer to an anchor, as of {@code at}. */
  private static Optional<VerificationException> fault(
      CertificateChain chain, Optional<Instant> at) {
    return CertificateProfile.CODE_SIGNING
        .profileFault(chain)
        .or(() -> ExtensionRules.fault(chain))
        .map(why -> new VerificationException(Reason.UNTRUSTED, why))
        .or(
            () ->
                at.flatMap(time -> Validity.fault(chain, time))
                    .map(why -> new VerificationException(Reason.EXPIRED, why)));
  }

  private static boolean sameName(X509Certificate issuer, X509Certificate subject) {
    return Arrays.equals(RawNames.of(issuer).subject(), RawNames.of(subject).issuer());
  }
}
