package dev.layerseal.timestamp;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.CertificatePaths;
import dev.layerseal.x509.CertificateProfile;
import dev.layerseal.x509.Certificates;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;

/** Who signed a token. */
final class TokenSigner {

  private static final int MAX_CERTIFICATES = 32;

  private TokenSigner() {}

  static CertificateChain verify(TimestampToken wrapped, List<X509Certificate> roots)
      throws VerificationException {
    TimeStampToken token = wrapped.token();
    if (token.getSignedAttributes() == null
        || token.getSignedAttributes().get(PKCSObjectIdentifiers.id_aa_signingCertificateV2)
            == null) {
      throw TimestampToken.refused("the signed attribute signing-certificate-v2 is missing");
    }
    X509Certificate signer = certificate(signer(token));
    List<X509Certificate> certificates = certificates(token);
    checkSignature(token, signer);
    CertificateChain chain =
        CertificatePaths.build(signer, certificates, roots, wrapped.time())
            .orElseThrow(
                () ->
                    TimestampToken.refused(
                        "the authority \"%s\" is not below a trusted root"
                            .formatted(signer.getSubjectX500Principal())));
    Optional<String> fault = CertificateProfile.TIMESTAMPING.fault(chain, wrapped.time());
    if (fault.isPresent()) {
      throw TimestampToken.refused(fault.get());
    }
    return chain;
  }

  static List<X509Certificate> certificates(TimeStampToken token) throws VerificationException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (X509CertificateHolder holder : all(token)) {
      certificates.add(certificate(holder));
    }
    return certificates;
  }

  private static Collection<X509CertificateHolder> all(TimeStampToken token)
      throws VerificationException {
    Collection<X509CertificateHolder> all = token.getCertificates().getMatches(null);
    if (all.size() > MAX_CERTIFICATES) {
      throw TimestampToken.refused(
          "%d certificates, more than %d".formatted(all.size(), MAX_CERTIFICATES));
    }
    return all;
  }

  @SuppressWarnings("unchecked") // the library's own generic types do not meet
  private static X509CertificateHolder signer(TimeStampToken token) throws VerificationException {
    Collection<X509CertificateHolder> found = token.getCertificates().getMatches(token.getSID());
    if (found.size() != 1) {
      throw TimestampToken.refused("the certificate of the signer is not in it");
    }
    return found.iterator().next();
  }

  private static void checkSignature(TimeStampToken token, X509Certificate signer)
      throws VerificationException {
    try {
      token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
    } catch (TSPException | OperatorCreationException | RuntimeException e) {
      throw TimestampToken.refused(String.valueOf(e.getMessage()));
    }
  }

  private static X509Certificate certificate(X509CertificateHolder holder)
      throws VerificationException {
    try {
      return Certificates.decode(holder.getEncoded());
    } catch (IOException | FormatException e) {
      throw TimestampToken.refused(String.valueOf(e.getMessage()));
    }
  }
}
