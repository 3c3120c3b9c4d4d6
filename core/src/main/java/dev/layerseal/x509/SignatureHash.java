package dev.layerseal.x509;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import java.util.Optional;

/** The hash that a certificate was signed with. */
public final class SignatureHash {

  private static final String PSS = "RSASSA-PSS";

  private SignatureHash() {}

  /** Why nothing that was signed so counts: collisions of the hash are within reach. */
  public static Optional<String> fault(X509Certificate certificate) {
    String name = certificate.getSigAlgName();
    String hash = name.equalsIgnoreCase(PSS) ? pssHash(certificate.getSigAlgParams()) : name;
    return weak(hash.toUpperCase(Locale.ROOT).replace("-", ""))
        ? Optional.of(
            "signatureAlgorithm: %s uses a weak hash"
                .formatted(hash.equals(name) ? name : name + " with " + hash))
        : Optional.empty();
  }

  private static boolean weak(String algorithm) {
    return algorithm.startsWith("SHA1") || algorithm.startsWith("MD");
  }

  /** PSS names its hash in the parameters; where they do not it is SHA-1 (RFC 4055, 3.1). */
  private static String pssHash(byte @org.jspecify.annotations.Nullable [] parameters) {
    try {
      AlgorithmParameters read = AlgorithmParameters.getInstance(PSS);
      read.init(parameters == null ? new byte[] {0x30, 0} : parameters);
      return read.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
    } catch (GeneralSecurityException | IOException e) {
      return "SHA-1";
    }
  }
}
