package dev.layerseal.verifier.revocation;

import dev.layerseal.error.FormatException;
import dev.layerseal.x509.CertificateChain;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks in the files that were given, then asks whom the certificates name: the responder first,
 * and where it has no answer the revocation lists.
 */
public final class OnlineRevocation implements RevocationChecker {

  private final ListSource lists;
  private final OcspSource responders;
  private final List<RevocationList> givenLists;
  private final List<OcspAnswer> givenAnswers;

  /**
   * @param cache folder of notation's revocation lists
   * @param lists revocation lists that were given, in DER or PEM
   * @param answers answers of responders that were given, in DER
   */
  public OnlineRevocation(
      RevocationFetcher fetcher, Path cache, List<byte[]> lists, List<byte[]> answers)
      throws FormatException {
    this.lists = new ListSource(fetcher, new ListCache(cache));
    this.responders = new OcspSource(fetcher);
    this.givenLists = new ArrayList<>();
    for (byte[] list : lists) {
      givenLists.add(RevocationList.decode(list));
    }
    this.givenAnswers = new ArrayList<>();
    for (byte[] answer : answers) {
      givenAnswers.add(OcspAnswer.decode(answer));
    }
  }

  public OnlineRevocation(RevocationFetcher fetcher, Path cache) {
    this.lists = new ListSource(fetcher, new ListCache(cache));
    this.responders = new OcspSource(fetcher);
    this.givenLists = List.of();
    this.givenAnswers = List.of();
  }

  @Override
  public RevocationReport check(CertificateChain chain, Instant now, Optional<Instant> signed) {
    List<CertificateRevocation> found = new ArrayList<>();
    List<X509Certificate> certificates = chain.certificates();
    for (int i = 0; i + 1 < certificates.size(); i++) {
      Finding finding = find(certificates.get(i), certificates.get(i + 1), now, signed);
      found.add(new CertificateRevocation(certificates.get(i), finding.status(), finding.detail()));
    }
    return new RevocationReport(found);
  }

  private Finding find(
      X509Certificate certificate, X509Certificate issuer, Instant now, Optional<Instant> signed) {
    try {
      Optional<Finding> given = given(certificate, issuer, now, signed);
      if (given.isPresent() && given.get().status() != RevocationStatus.STALE) {
        return given.get();
      }
      Finding asked = ask(certificate, issuer, now, signed);
      return given.isPresent()
              && !asked.status().good()
              && asked.status() != RevocationStatus.REVOKED
          ? given.get()
          : asked;
    } catch (RuntimeException e) {
      return Finding.unusable("the extensions that name whom to ask cannot be read");
    }
  }

  private Finding ask(
      X509Certificate certificate, X509Certificate issuer, Instant now, Optional<Instant> signed) {
    List<URI> ocsp = Sources.responders(certificate);
    List<URI> crl = Sources.lists(certificate);
    if (ocsp.isEmpty() && crl.isEmpty()) {
      return new Finding(RevocationStatus.NOT_REVOCABLE, "it names nobody to ask");
    }
    Finding finding =
        ocsp.isEmpty()
            ? Finding.unusable("no responder")
            : responders.find(certificate, issuer, ocsp, now, signed);
    boolean answered = finding.status().good() || finding.status() == RevocationStatus.REVOKED;
    return answered || crl.isEmpty() ? finding : lists.find(certificate, issuer, crl, now, signed);
  }

  private Optional<Finding> given(
      X509Certificate certificate, X509Certificate issuer, Instant now, Optional<Instant> signed) {
    Optional<Finding> best = Optional.empty();
    for (OcspAnswer answer : givenAnswers) {
      best = worse(best, answer.find(certificate, issuer, now, signed));
    }
    for (RevocationList list : givenLists) {
      if (list.issuedBy(issuer)) {
        RevocationLists whole = new RevocationLists(list, Optional.empty());
        best = worse(best, Optional.of(whole.find(certificate, issuer, now, signed)));
      }
    }
    return best.filter(finding -> finding.status() != RevocationStatus.UNUSABLE);
  }

  /** Of two findings the one that is told: revoked before good before anything else. */
  private static Optional<Finding> worse(Optional<Finding> one, Optional<Finding> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isPresent() ? one : other;
    }
    return rank(other.get()) > rank(one.get()) ? other : one;
  }

  private static int rank(Finding finding) {
    return switch (finding.status()) {
      case REVOKED -> 2;
      case GOOD, NOT_REVOCABLE -> 1;
      default -> 0;
    };
  }
}
