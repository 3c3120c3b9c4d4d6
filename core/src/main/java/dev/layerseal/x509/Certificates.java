package dev.layerseal.x509;

import dev.layerseal.bytes.Hex;
import dev.layerseal.error.FormatException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates from DER and PEM, strictly: what is read is what was written. */
public final class Certificates {

  /** The longest certificate that is read. */
  public static final int MAX_LENGTH = 64 * 1024;

  /** The longest file of certificates that is read. */
  public static final int MAX_FILE = 4 * 1024 * 1024;

  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END ([A-Z0-9 ]+)-----", Pattern.DOTALL);
  private static final int DER_SEQUENCE = 0x30;

  private Certificates() {}

  /**
   * One certificate, with nothing behind it.
   *
   * @throws FormatException when {@code der} is anything else
   */
  public static X509Certificate decode(byte[] der) throws FormatException {
    if (der.length > MAX_LENGTH) {
      throw new FormatException(
          "certificate: %d bytes, more than %d".formatted(der.length, MAX_LENGTH));
    }
    if (der.length == 0 || der[0] != DER_SEQUENCE) {
      throw new FormatException("certificate: not DER, it does not begin with a sequence");
    }
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      X509Certificate certificate =
          (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
      if (!Arrays.equals(certificate.getEncoded(), der)) {
        throw new FormatException("certificate: bytes follow its end");
      }
      // Java passes over bits marked as unused: one signature would have two spellings.
      if (der[der.length - certificate.getSignature().length - 1] != 0) {
        throw new FormatException("certificate: its signature is not whole bytes");
      }
      certificate.getPublicKey();
      return certificate;
    } catch (CertificateException | RuntimeException e) {
      throw new FormatException("certificate: " + reason(e), e);
    }
  }

  /** Every certificate of a file: PEM blocks, or one certificate in DER. */
  public static List<X509Certificate> parse(byte[] file) throws FormatException {
    if (file.length > MAX_FILE) {
      throw new FormatException(
          "%d bytes of certificates, more than %d".formatted(file.length, MAX_FILE));
    }
    if (file.length > 0 && file[0] == DER_SEQUENCE) {
      return List.of(decode(file));
    }
    List<X509Certificate> found = new ArrayList<>();
    Matcher block = BLOCK.matcher(new String(file, StandardCharsets.ISO_8859_1));
    while (block.find()) {
      if (!block.group(1).equals("CERTIFICATE") || !block.group(3).equals("CERTIFICATE")) {
        throw new FormatException(
            "PEM block %d is %s, expected CERTIFICATE".formatted(found.size() + 1, block.group(1)));
      }
      found.add(decodeBlock(found.size() + 1, block.group(2)));
    }
    if (found.isEmpty()) {
      throw new FormatException("no certificate: neither PEM nor DER");
    }
    return List.copyOf(found);
  }

  /** The DER bytes of {@code certificate}. */
  public static byte[] encode(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code certificates} as PEM blocks. */
  public static String pem(List<X509Certificate> certificates) {
    StringBuilder text = new StringBuilder();
    Base64.Encoder encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
    for (X509Certificate certificate : certificates) {
      text.append("-----BEGIN CERTIFICATE-----\n")
          .append(encoder.encodeToString(encode(certificate)))
          .append("\n-----END CERTIFICATE-----\n");
    }
    return text.toString();
  }

  /** SHA-256 of the DER bytes, in lower-case hexadecimal. */
  public static String thumbprint(X509Certificate certificate) {
    try {
      return Hex.encode(MessageDigest.getInstance("SHA-256").digest(encode(certificate)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate decodeBlock(int number, String base64) throws FormatException {
    byte[] der;
    try {
      der = Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new FormatException("PEM block %d is not base64".formatted(number), e);
    }
    try {
      return decode(der);
    } catch (FormatException e) {
      throw e.at("PEM block " + number);
    }
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
