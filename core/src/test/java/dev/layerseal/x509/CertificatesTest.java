package dev.layerseal.x509;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.layerseal.error.FormatException;
import dev.layerseal.testdata.CertificateMaker;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;

class CertificatesTest {

  /** Whatever the last bit of the signature is, which Java leaves out then. */
  @Test
  void refusesASignatureThatIsNotWholeBytes() throws Exception {
    for (int i = 1; i <= 16; i++) {
      X509Certificate certificate =
          CertificateMaker.named("leaf", "p256")
              .signsCode()
              .serialNumber(BigInteger.valueOf(i))
              .selfSigned()
              .certificate();
      byte[] der = certificate.getEncoded();
      assertEquals(certificate, Certificates.decode(der));
      der[der.length - certificate.getSignature().length - 1] = 1;
      assertThrows(FormatException.class, () -> Certificates.decode(der));
    }
  }
}
