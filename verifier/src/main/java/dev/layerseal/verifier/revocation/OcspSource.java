package dev.layerseal.verifier.revocation;

import dev.layerseal.error.FormatException;
import java.io.IOException;
import java.net.URI;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** The responders that certificates name. */
final class OcspSource {

  private final RevocationFetcher fetcher;

  OcspSource(RevocationFetcher fetcher) {
    this.fetcher = fetcher;
  }

  /** Asks one after the other until one gives an answer that counts. */
  Finding find(
      X509Certificate certificate,
      X509Certificate issuer,
      List<URI> addresses,
      Instant now,
      Optional<Instant> signed) {
    Finding last = Finding.unusable("no address of a responder");
    for (URI address : addresses) {
      last = ask(certificate, issuer, address, now, signed);
      if (last.status().good()
          || last.status() == RevocationStatus.REVOKED
          || last.status() == RevocationStatus.UNKNOWN) {
        return last;
      }
    }
    return last;
  }

  private Finding ask(
      X509Certificate certificate,
      X509Certificate issuer,
      URI address,
      Instant now,
      Optional<Instant> signed) {
    try {
      byte[] answer = fetcher.askResponder(address, request(certificate, issuer));
      Finding finding =
          OcspAnswer.decode(answer)
              .find(certificate, issuer, now, signed)
              .orElse(Finding.unusable("the answer is about another certificate"));
      return new Finding(finding.status(), "%s: %s".formatted(address, finding.detail()));
    } catch (IOException e) {
      return Finding.unreachable("%s: %s".formatted(address, ListSource.reason(e)));
    } catch (FormatException e) {
      return Finding.unusable("%s: %s".formatted(address, e.getMessage()));
    }
  }

  /** The certificate is named by SHA-1: the one hash that every responder knows. */
  private static byte[] request(X509Certificate certificate, X509Certificate issuer)
      throws FormatException {
    try {
      CertificateID id =
          new CertificateID(
              new JcaDigestCalculatorProviderBuilder()
                  .build()
                  .get(new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1)),
              new JcaX509CertificateHolder(issuer),
              certificate.getSerialNumber());
      return new OCSPReqBuilder().addRequest(id).build().getEncoded();
    } catch (OCSPException
        | OperatorCreationException
        | CertificateEncodingException
        | IOException e) {
      throw new FormatException("no request can be made: " + e.getMessage(), e);
    }
  }
}
