package dev.layerseal.signer;

import dev.layerseal.asn1.DerReader;
import dev.layerseal.asn1.Tag;
import dev.layerseal.error.FormatException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The commonest private key in PEM, PKCS#8 without a password (RFC 5958), read by the JDK alone:
 * loading a library for it takes longer than a signature does.
 */
final class PlainPemKey {

  private static final String BEGIN = "-----BEGIN ";
  private static final String LABEL = "PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  /** Names of the JDK for the algorithms of RFC 8017 (A.1) and RFC 5480 (2.1.1). */
  private static final Map<String, String> ALGORITHMS =
      Map.of("1.2.840.113549.1.1.1", "RSA", "1.2.840.10045.2.1", "EC");

  private PlainPemKey() {}

  /** The key, if it is the first block of {@code pem}; nothing for what others have to read. */
  static Optional<PrivateKey> parse(String pem) {
    int begin = pem.indexOf(BEGIN);
    int start = begin + BEGIN.length() + LABEL.length();
    int end = pem.indexOf(END);
    if (begin < 0 || end < start || !pem.startsWith(LABEL, begin + BEGIN.length())) {
      return Optional.empty();
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(pem.substring(start, end));
      String algorithm = algorithm(der);
      return algorithm == null
          ? Optional.empty()
          : Optional.of(
              KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der)));
    } catch (GeneralSecurityException | FormatException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static @Nullable String algorithm(byte[] der) throws FormatException {
    DerReader info = new DerReader("private key", der).into(Tag.SEQUENCE, "key");
    info.integer("version");
    return ALGORITHMS.get(info.into(Tag.SEQUENCE, "algorithm").oid("algorithm"));
  }
}
