package dev.layerseal.verifier.composefs;

import dev.layerseal.composefs.seal.ComposefsSeal;
import dev.layerseal.verifier.seal.CheckedMessage;
import dev.layerseal.verifier.trust.CheckResult;
import dev.layerseal.x509.CertificateChain;
import java.util.List;
import java.util.Optional;

/**
 * What came of the seal of one part.
 *
 * @param chain from the signer to a trusted certificate, where there is one
 * @param checks of the signature, in the order in which they were made
 * @param computed whether the digest was computed again from the image, and is the sealed one
 */
public record SealedDigest(
    ComposefsSeal seal,
    Optional<CertificateChain> chain,
    List<CheckResult> checks,
    boolean computed)
    implements CheckedMessage {

  public SealedDigest {
    checks = List.copyOf(checks);
  }

  SealedDigest asComputed() {
    return new SealedDigest(seal, chain, checks, true);
  }
}
