package dev.layerseal.verifier.revocation;

import dev.layerseal.x509.CertificateChain;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Finds out whether certificates were revoked. */
@FunctionalInterface
public interface RevocationChecker {

  /**
   * What is known about every certificate of {@code chain} but the root. That nothing could be
   * found out is an answer too, not a failure.
   *
   * @param now the time at which answers must be fresh
   * @param signed when the signature was made, where somebody vouches for it: what was revoked for
   *     a later reason still counts
   */
  RevocationReport check(CertificateChain chain, Instant now, Optional<Instant> signed)
      throws IOException;
}
