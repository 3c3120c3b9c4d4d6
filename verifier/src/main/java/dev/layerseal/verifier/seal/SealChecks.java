package dev.layerseal.verifier.seal;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.pkcs7.SignedData;
import dev.layerseal.seal.LayerSeal;
import dev.layerseal.verifier.revocation.RevocationCheck;
import dev.layerseal.verifier.revocation.RevocationChecker;
import dev.layerseal.verifier.trust.Action;
import dev.layerseal.verifier.trust.CheckResult;
import dev.layerseal.verifier.trust.CheckType;
import dev.layerseal.verifier.trust.SignerTrust;
import dev.layerseal.verifier.trust.StoreType;
import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.TrustAnchors;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Holds the PKCS#7 message of a seal against the policy that the image's signatures are held
 * against too. For a seal, authentic time means that every certificate is valid now: the message
 * carries no other time.
 */
public final class SealChecks {

  /**
   * What came of one message.
   *
   * @param chain from the signer to a trusted certificate, where there is one
   * @param checks in the order in which they were made
   */
  public record Outcome(Optional<CertificateChain> chain, List<CheckResult> checks)
      implements CheckedMessage {

    public Outcome {
      checks = List.copyOf(checks);
    }
  }

  private final SignerTrust trust;
  private final RevocationChecker revocation;
  private final Instant now;
  private final TrustAnchors anchors;

  /** Checks by one statement, with the certificates of its stores. */
  public SealChecks(SignerTrust trust, RevocationChecker revocation, Instant now)
      throws LayersealException, IOException {
    this.trust = trust;
    this.revocation = revocation;
    this.now = now;
    this.anchors = new TrustAnchors(trust.anchors(StoreType.CA));
  }

  SealedLayer check(LayerSeal seal) throws IOException {
    Outcome outcome = check(seal.signature(), seal.rootHash().signedText());
    return new SealedLayer(seal, outcome.chain(), outcome.checks(), Optional.empty());
  }

  /** Whether {@code signature} is over exactly {@code signed}, by somebody trusted. */
  public Outcome check(SignedData signature, byte[] signed) throws IOException {
    List<CheckResult> checks = new ArrayList<>();
    Optional<CertificateChain> chain = Optional.empty();
    try {
      X509Certificate signer = signature.signer(anchors.certificates());
      signature.verify(signed, signer);
      checks.add(CheckResult.passed(CheckType.INTEGRITY, Action.ENFORCE));
      chain = checkSigner(signer, signature.certificates(), checks);
    } catch (VerificationException e) {
      checks.add(failed(CheckType.INTEGRITY, Action.ENFORCE, e));
    }
    return new Outcome(chain, checks);
  }

  private Optional<CertificateChain> checkSigner(
      X509Certificate signer, List<X509Certificate> others, List<CheckResult> checks)
      throws IOException {
    Action authenticity = trust.action(CheckType.AUTHENTICITY);
    Action time = trust.action(CheckType.AUTHENTIC_TIMESTAMP);
    Optional<CheckResult> late = Optional.empty();
    CertificateChain chain;
    try {
      try {
        chain = anchors.chain(signer, others, now);
      } catch (VerificationException e) {
        if (e.reason() != Reason.EXPIRED) {
          throw e;
        }
        chain = anchors.chainAtAnyTime(signer, others);
        late = Optional.of(failed(CheckType.AUTHENTIC_TIMESTAMP, time, e));
      }
    } catch (VerificationException e) {
      checks.add(failed(CheckType.AUTHENTICITY, authenticity, e));
      return Optional.empty();
    }
    checks.add(identity(chain, authenticity));
    checks.add(late.orElse(CheckResult.passed(CheckType.AUTHENTIC_TIMESTAMP, time)));
    if (checks.stream().noneMatch(CheckResult::refuses)) {
      checks.add(RevocationCheck.check(trust, revocation, chain, now, Optional.empty()));
    }
    return Optional.of(chain);
  }

  private CheckResult identity(CertificateChain chain, Action action) throws IOException {
    Optional<String> fault;
    try {
      fault = trust.furtherFault(chain, StoreType.CA);
    } catch (LayersealException e) {
      fault = Optional.of(String.valueOf(e.getMessage()));
    }
    return fault
        .or(() -> trust.statement().identities().fault(chain.leaf()))
        .map(why -> CheckResult.failed(CheckType.AUTHENTICITY, action, Reason.UNTRUSTED, why))
        .orElse(CheckResult.passed(CheckType.AUTHENTICITY, action));
  }

  private static CheckResult failed(CheckType type, Action action, VerificationException why) {
    return CheckResult.failed(type, action, why.reason(), String.valueOf(why.getMessage()));
  }
}
