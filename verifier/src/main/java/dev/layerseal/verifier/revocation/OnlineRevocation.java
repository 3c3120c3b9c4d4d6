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
 * and where it has no answer the revocation lists. What travels with the image is asked last.
 */
public final class OnlineRevocation implements RevocationChecker {

  private final ListSource lists;
  private final OcspSource responders;
  private final List<RevocationList> givenLists;
  private final List<OcspAnswer> givenAnswers;
  private final List<RevocationList> pinnedLists;
  private final List<OcspAnswer> pinnedAnswers;

  /**
   * @param cache folder of notation's revocation lists
   * @param lists revocation lists that were given, in DER or PEM
   * @param answers answers of responders that were given, in DER
   * @param pinned what travels with the image
   */
  public OnlineRevocation(
      RevocationFetcher fetcher,
      Path cache,
      List<byte[]> lists,
      List<byte[]> answers,
      PinnedAnswers pinned)
      throws FormatException {
    this.lists = new ListSource(fetcher, new ListCache(Optional.of(cache)));
    this.responders = new OcspSource(fetcher);
    this.givenLists = lists(lists);
    this.givenAnswers = answers(answers);
    this.pinnedLists = lists(pinned.lists());
    this.pinnedAnswers = answers(pinned.answers());
  }

  public OnlineRevocation(
      RevocationFetcher fetcher, Path cache, List<byte[]> lists, List<byte[]> answers)
      throws FormatException {
    this(fetcher, cache, lists, answers, PinnedAnswers.NONE);
  }

  public OnlineRevocation(RevocationFetcher fetcher, Path cache) {
    this(fetcher, new ListCache(Optional.of(cache)));
  }

  /** Asks every time anew. */
  OnlineRevocation(RevocationFetcher fetcher) {
    this(fetcher, new ListCache(Optional.empty()));
  }

  private OnlineRevocation(RevocationFetcher fetcher, ListCache cache) {
    this.lists = new ListSource(fetcher, cache);
    this.responders = new OcspSource(fetcher);
    this.givenLists = List.of();
    this.givenAnswers = List.of();
    this.pinnedLists = List.of();
    this.pinnedAnswers = List.of();
  }

  private static List<RevocationList> lists(List<byte[]> der) throws FormatException {
    List<RevocationList> lists = new ArrayList<>();
    for (byte[] list : der) {
      lists.add(RevocationList.decode(list));
    }
    return lists;
  }

  private static List<OcspAnswer> answers(List<byte[]> der) throws FormatException {
    List<OcspAnswer> answers = new ArrayList<>();
    for (byte[] answer : der) {
      answers.add(OcspAnswer.decode(answer));
    }
    return answers;
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
      Optional<Finding> given = known(givenLists, givenAnswers, certificate, issuer, now, signed);
      if (given.isPresent() && given.get().status() != RevocationStatus.STALE) {
        return given.get();
      }
      Finding asked = ask(certificate, issuer, now, signed);
      if (answered(asked) || asked.status() == RevocationStatus.UNKNOWN) {
        return asked;
      }
      return known(pinnedLists, pinnedAnswers, certificate, issuer, now, signed)
          .or(() -> given)
          .orElse(asked);
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
    if (answered(finding) || crl.isEmpty()) {
      return finding;
    }
    Finding listed = lists.find(certificate, issuer, crl, now, signed);
    boolean unknown = finding.status() == RevocationStatus.UNKNOWN && !answered(listed);
    return unknown ? finding : listed;
  }

  private static boolean answered(Finding finding) {
    return finding.status().good() || finding.status() == RevocationStatus.REVOKED;
  }

  private static Optional<Finding> known(
      List<RevocationList> lists,
      List<OcspAnswer> answers,
      X509Certificate certificate,
      X509Certificate issuer,
      Instant now,
      Optional<Instant> signed) {
    Optional<Finding> best = Optional.empty();
    for (OcspAnswer answer : answers) {
      best = worse(best, answer.find(certificate, issuer, now, signed));
    }
    for (RevocationList list : lists) {
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
