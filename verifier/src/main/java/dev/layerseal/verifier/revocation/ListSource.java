package dev.layerseal.verifier.revocation;

import dev.layerseal.error.FormatException;
import java.io.IOException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Revocation lists from the places that certificates name, by way of the cache. */
final class ListSource {

  private final RevocationFetcher fetcher;
  private final ListCache cache;

  ListSource(RevocationFetcher fetcher, ListCache cache) {
    this.fetcher = fetcher;
    this.cache = cache;
  }

  /** Every place is asked: each may have a part of the whole. */
  Finding find(
      X509Certificate certificate,
      X509Certificate issuer,
      List<URI> addresses,
      Instant now,
      Optional<Instant> signed) {
    Finding last = Finding.unusable("no address of a revocation list");
    for (URI address : addresses) {
      last = find(certificate, issuer, address, now, signed);
      if (last.status() != RevocationStatus.GOOD) {
        return last;
      }
    }
    return last;
  }

  private Finding find(
      X509Certificate certificate,
      X509Certificate issuer,
      URI address,
      Instant now,
      Optional<Instant> signed) {
    Optional<RevocationLists> kept = cache.read(address).filter(lists -> lists.fresh(now));
    if (kept.isPresent()) {
      Finding finding = kept.get().find(certificate, issuer, now, signed);
      if (finding.status() != RevocationStatus.UNUSABLE) {
        return at(address, finding);
      }
    }
    try {
      RevocationLists lists = fetch(address);
      Finding finding = lists.find(certificate, issuer, now, signed);
      if (finding.status().good() || finding.status() == RevocationStatus.REVOKED) {
        cache.write(address, lists);
      }
      return at(address, finding);
    } catch (IOException e) {
      return Finding.unreachable("%s: %s".formatted(address, reason(e)));
    } catch (FormatException e) {
      return Finding.unusable("%s: %s".formatted(address, e.getMessage()));
    }
  }

  private RevocationLists fetch(URI address) throws IOException, FormatException {
    RevocationList whole = RevocationList.decode(fetcher.fetchList(address));
    List<URI> freshest = Sources.freshest(whole.list());
    if (freshest.isEmpty()) {
      return new RevocationLists(whole, Optional.empty());
    }
    IOException failure = new IOException("no address");
    for (URI changes : freshest) {
      try {
        return new RevocationLists(
            whole, Optional.of(RevocationList.decode(fetcher.fetchList(changes))));
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private static Finding at(URI address, Finding finding) {
    return new Finding(finding.status(), "%s: %s".formatted(address, finding.detail()));
  }

  static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
