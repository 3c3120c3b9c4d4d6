package dev.layerseal.verifier.timestamp;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.notary.SignatureEnvelope;
import dev.layerseal.notary.SigningScheme;
import dev.layerseal.timestamp.TimestampToken;
import dev.layerseal.verifier.revocation.RevocationChecker;
import dev.layerseal.verifier.revocation.RevocationReport;
import dev.layerseal.verifier.revocation.RevocationStatus;
import dev.layerseal.verifier.trust.Action;
import dev.layerseal.verifier.trust.CheckResult;
import dev.layerseal.verifier.trust.CheckType;
import dev.layerseal.verifier.trust.SignerTrust;
import dev.layerseal.verifier.trust.StoreType;
import dev.layerseal.verifier.trust.TimestampRule;
import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.Validity;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The check that the signing certificates were valid when the signature was made. */
public final class TimestampCheck {

  private final SignerTrust trust;
  private final RevocationChecker revocation;
  private final Instant now;

  public TimestampCheck(SignerTrust trust, RevocationChecker revocation, Instant now) {
    this.trust = trust;
    this.revocation = revocation;
    this.now = now;
  }

  /** The check for a signature of the Notary Project. */
  public CheckResult check(SignatureEnvelope envelope) throws IOException {
    if (envelope.attributes().scheme() == SigningScheme.SIGNING_AUTHORITY) {
      return validAt(envelope.chain(), envelope.attributes().signingTime());
    }
    return countersigned(envelope.chain()) ? token(envelope) : validNow(envelope.chain());
  }

  /** The check for a signature that cannot carry a countersignature. */
  public CheckResult validNow(CertificateChain chain) {
    return validAt(chain, now);
  }

  private boolean countersigned(CertificateChain chain) {
    return !trust.statement().stores(StoreType.TSA).isEmpty()
        && (trust.statement().timestampRule() == TimestampRule.ALWAYS
            || Validity.expired(chain, now));
  }

  private CheckResult validAt(CertificateChain chain, Instant time) {
    return Validity.fault(chain, time)
        .map(fault -> failed(Reason.EXPIRED, fault))
        .orElse(CheckResult.passed(CheckType.AUTHENTIC_TIMESTAMP, action()));
  }

  private CheckResult token(SignatureEnvelope envelope) throws IOException {
    Optional<byte[]> der = envelope.unsigned().timestamp();
    if (der.isEmpty()) {
      return failed(Reason.UNTRUSTED, "the signature has no timestamp countersignature");
    }
    try {
      TimestampToken token = TimestampToken.decode(der.get());
      List<X509Certificate> roots = trust.anchors(StoreType.TSA);
      CertificateChain authority = token.verify(envelope.signature(), roots);
      for (X509Certificate certificate : envelope.chain().certificates()) {
        Optional<String> fault = token.fault(certificate);
        if (fault.isPresent()) {
          return failed(Reason.EXPIRED, fault.get());
        }
      }
      return revocation(authority);
    } catch (VerificationException e) {
      return failed(e.reason(), String.valueOf(e.getMessage()));
    } catch (FormatException e) {
      return failed(Reason.BAD_SIGNATURE, String.valueOf(e.getMessage()));
    } catch (LayersealException e) {
      return failed(Reason.UNTRUSTED, String.valueOf(e.getMessage()));
    }
  }

  private CheckResult revocation(CertificateChain authority) throws IOException {
    RevocationReport report = revocation.check(authority, now, Optional.empty());
    Optional<String> fault = report.fault().map(text -> "timestamp authority: " + text);
    if (fault.isEmpty()) {
      return CheckResult.passed(CheckType.AUTHENTIC_TIMESTAMP, action());
    }
    return report.status() == RevocationStatus.REVOKED
        ? failed(Reason.REVOKED, fault.get())
        : CheckResult.inconclusive(CheckType.AUTHENTIC_TIMESTAMP, action(), fault.get());
  }

  private Action action() {
    return trust.action(CheckType.AUTHENTIC_TIMESTAMP);
  }

  private CheckResult failed(Reason reason, String fault) {
    return CheckResult.failed(CheckType.AUTHENTIC_TIMESTAMP, action(), reason, fault);
  }
}
