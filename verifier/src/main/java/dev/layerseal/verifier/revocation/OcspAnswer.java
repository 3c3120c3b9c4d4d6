package dev.layerseal.verifier.revocation;

import dev.layerseal.error.FormatException;
import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.Certificates;
import dev.layerseal.x509.Validity;
import java.io.IOException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** What an OCSP responder signed (RFC 6960). */
final class OcspAnswer {

  /** The longest answer that is read, wherever it comes from: every certificate in it is tried. */
  static final int MAX_LENGTH = 64 << 10;

  private static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";
  private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(5);

  private final BasicOCSPResp answer;

  private OcspAnswer(BasicOCSPResp answer) {
    this.answer = answer;
  }

  static OcspAnswer decode(byte[] der) throws FormatException {
    if (der.length > MAX_LENGTH) {
      throw new FormatException(
          "the answer has %d bytes, more than %d".formatted(der.length, MAX_LENGTH));
    }
    try {
      OCSPResp response = new OCSPResp(der);
      if (response.getStatus() != OCSPResp.SUCCESSFUL
          || !(response.getResponseObject() instanceof BasicOCSPResp basic)) {
        throw new FormatException("the responder gave status " + response.getStatus());
      }
      return new OcspAnswer(basic);
    } catch (IOException | OCSPException | RuntimeException e) {
      throw new FormatException("the answer cannot be read: " + e.getMessage(), e);
    }
  }

  /** What the answer says about {@code certificate}; nothing when it is about others. */
  Optional<Finding> find(
      X509Certificate certificate, X509Certificate issuer, Instant now, Optional<Instant> signed) {
    for (SingleResp single : answer.getResponses()) {
      if (about(single, certificate, issuer)) {
        return Optional.of(fault(issuer, single, now).orElseGet(() -> judge(single, signed)));
      }
    }
    return Optional.empty();
  }

  private static boolean about(
      SingleResp single, X509Certificate certificate, X509Certificate issuer) {
    try {
      return single.getCertID().getSerialNumber().equals(certificate.getSerialNumber())
          && single
              .getCertID()
              .matchesIssuer(
                  new JcaX509CertificateHolder(issuer),
                  new JcaDigestCalculatorProviderBuilder().build());
    } catch (java.security.cert.CertificateEncodingException
        | OCSPException
        | OperatorCreationException
        | RuntimeException e) {
      return false;
    }
  }

  private Optional<Finding> fault(X509Certificate issuer, SingleResp single, Instant now) {
    if (!signed(issuer, now)) {
      return Optional.of(Finding.unusable("the answer is not signed for the issuer"));
    }
    if (now.plus(CLOCK_DIFFERENCE).isBefore(single.getThisUpdate().toInstant())) {
      return Optional.of(Finding.unusable("the answer is from the future"));
    }
    if (single.getNextUpdate() == null || now.isAfter(single.getNextUpdate().toInstant())) {
      return Optional.of(
          Finding.stale(
              "the answer of %s is out of date".formatted(single.getThisUpdate().toInstant())));
    }
    return Optional.empty();
  }

  private static Finding judge(SingleResp single, Optional<Instant> signed) {
    if (single.getCertStatus() == CertificateStatus.GOOD) {
      return Finding.good("good, as of " + single.getThisUpdate().toInstant());
    }
    if (single.getCertStatus() instanceof RevokedStatus revoked) {
      Optional<Instant> invalid = invalidity(single);
      return signed.isPresent() && invalid.isPresent() && signed.get().isBefore(invalid.get())
          ? Finding.good("revoked, and invalid only after it signed")
          : Finding.revoked("revoked since " + revoked.getRevocationTime().toInstant());
    }
    return new Finding(RevocationStatus.UNKNOWN, "the responder does not know it");
  }

  private static Optional<Instant> invalidity(SingleResp single) {
    Extension extension = single.getExtension(Extension.invalidityDate);
    if (extension == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          ASN1GeneralizedTime.getInstance(extension.getParsedValue()).getDate().toInstant());
    } catch (java.text.ParseException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Whether the issuer signed, or somebody whom it lets sign answers. */
  private boolean signed(X509Certificate issuer, Instant now) {
    if (signedBy(issuer)) {
      return true;
    }
    for (X509CertificateHolder holder : answer.getCerts()) {
      if (delegated(holder, issuer, now)) {
        return true;
      }
    }
    return false;
  }

  private boolean delegated(X509CertificateHolder holder, X509Certificate issuer, Instant now) {
    try {
      X509Certificate delegate = Certificates.decode(holder.getEncoded());
      return signedBy(delegate)
          && CertificateChain.issued(issuer, delegate)
          && answers(delegate)
          && Validity.fault(delegate, now).isEmpty();
    } catch (IOException | FormatException e) {
      return false;
    }
  }

  private static boolean answers(X509Certificate delegate) {
    try {
      List<String> purposes = delegate.getExtendedKeyUsage();
      return purposes != null && purposes.contains(OCSP_SIGNING);
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  private boolean signedBy(X509Certificate signer) {
    try {
      return answer.isSignatureValid(
          new JcaContentVerifierProviderBuilder().build(signer.getPublicKey()));
    } catch (OCSPException | OperatorCreationException | RuntimeException e) {
      return false;
    }
  }
}
