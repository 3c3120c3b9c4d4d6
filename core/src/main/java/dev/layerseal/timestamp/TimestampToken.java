package dev.layerseal.timestamp;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.x509.CertificateChain;
import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.tsp.GenTimeAccuracy;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;

/** What a time-stamp authority signed: that it saw the hash of a message at some time. */
public final class TimestampToken {

  /** The longest token that is read. */
  public static final int MAX_LENGTH = 1 << 20;

  private static final String BASELINE_POLICY = "0.4.0.2023.1.1";

  private final TimeStampToken token;

  TimestampToken(TimeStampToken token) {
    this.token = token;
  }

  /** The token that {@code der} holds. */
  public static TimestampToken decode(byte[] der) throws FormatException {
    if (der.length > MAX_LENGTH) {
      throw malformed("%d bytes, more than %d".formatted(der.length, MAX_LENGTH), null);
    }
    try {
      return new TimestampToken(new TimeStampToken(new CMSSignedData(der)));
    } catch (TSPException | CMSException | IOException | RuntimeException e) {
      throw malformed(String.valueOf(e.getMessage()), e);
    }
  }

  /** The bytes that are kept in an envelope. */
  public byte[] encode() {
    try {
      return token.getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** When the authority saw the message, as it says itself. */
  public Instant time() {
    return token.getTimeStampInfo().getGenTime().toInstant();
  }

  /** How far the time may be off, in both directions. */
  public Duration accuracy() {
    GenTimeAccuracy given = token.getTimeStampInfo().getGenTimeAccuracy();
    Duration accuracy =
        given == null
            ? Duration.ZERO
            : Duration.ofSeconds(given.getSeconds())
                .plusMillis(given.getMillis())
                .plusNanos(given.getMicros() * 1000L);
    boolean baseline = token.getTimeStampInfo().getPolicy().getId().equals(BASELINE_POLICY);
    return accuracy.isZero() && baseline ? Duration.ofSeconds(1) : accuracy;
  }

  /** Name of the hash in the token, when it is a sound one. */
  Optional<String> hash() {
    return TimestampHash.named(token.getTimeStampInfo().getMessageImprintAlgOID().getId());
  }

  /** The number that the request asked to be repeated. */
  Optional<BigInteger> nonce() {
    return Optional.ofNullable(token.getTimeStampInfo().getNonce());
  }

  TimeStampToken token() {
    return token;
  }

  /**
   * Verifies that an authority below one of {@code roots} signed this token over {@code message}.
   *
   * @return the authority's certificates, its own first
   * @throws VerificationException when it did not
   */
  public CertificateChain verify(byte[] message, List<X509Certificate> roots)
      throws VerificationException {
    Optional<String> hash = hash();
    if (hash.isEmpty()) {
      throw refused(
          "the hash %s is not known".formatted(token.getTimeStampInfo().getMessageImprintAlgOID()));
    }
    byte[] imprint = token.getTimeStampInfo().getMessageImprintDigest();
    if (!Arrays.equals(imprint, TimestampHash.digest(hash.get(), message))) {
      throw refused("it is over something else than this signature");
    }
    return TokenSigner.verify(this, roots);
  }

  /** Why this time, give or take its accuracy, is not inside the period of {@code certificate}. */
  public Optional<String> fault(X509Certificate certificate) {
    Instant from = certificate.getNotBefore().toInstant();
    Instant to = certificate.getNotAfter().toInstant();
    if (time().minus(accuracy()).isBefore(from) || time().plus(accuracy()).isAfter(to)) {
      return Optional.of(
          "the timestamp %s (give or take %s) is not inside %s to %s, when \"%s\" was valid"
              .formatted(time(), accuracy(), from, to, certificate.getSubjectX500Principal()));
    }
    return Optional.empty();
  }

  /** The certificates that came with the token, in no special order. */
  public List<X509Certificate> certificates() throws VerificationException {
    return TokenSigner.certificates(token);
  }

  static VerificationException refused(String why) {
    return new VerificationException(Reason.UNTRUSTED, "timestamp: " + why);
  }

  private static FormatException malformed(
      String why, @org.jspecify.annotations.Nullable Exception cause) {
    return new FormatException("timestamp: " + why, null, cause);
  }
}
