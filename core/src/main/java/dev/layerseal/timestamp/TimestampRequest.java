package dev.layerseal.timestamp;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.VerificationException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;

/**
 * Asks for a token over the hash of {@code message}, with the authority's certificates.
 *
 * @param hash name of the hash, such as {@code SHA-256}
 * @param nonce a number that the answer has to repeat
 */
public record TimestampRequest(byte[] message, String hash, BigInteger nonce) {

  public static final String MEDIA_TYPE = "application/timestamp-query";
  public static final String ANSWER_MEDIA_TYPE = "application/timestamp-reply";

  public byte[] encode() {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    try {
      return generator
          .generate(
              new ASN1ObjectIdentifier(TimestampHash.oid(hash)),
              TimestampHash.digest(hash, message),
              nonce)
          .getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The token of an answer to this request.
   *
   * @throws VerificationException when the authority refused, or answered another request
   */
  public TimestampToken decodeAnswer(byte[] der) throws FormatException, VerificationException {
    if (der.length > TimestampToken.MAX_LENGTH) {
      throw new FormatException(
          "timestamp answer: %d bytes, more than %d"
              .formatted(der.length, TimestampToken.MAX_LENGTH));
    }
    TimeStampResponse response;
    try {
      response = new TimeStampResponse(der);
    } catch (TSPException | IOException | RuntimeException e) {
      throw new FormatException("timestamp answer: " + e.getMessage(), e);
    }
    if (response.getStatus() > 1 || response.getTimeStampToken() == null) {
      throw TimestampToken.refused(
          "the authority refused (status %d): %s"
              .formatted(response.getStatus(), response.getStatusString()));
    }
    TimestampToken token = new TimestampToken(response.getTimeStampToken());
    if (!token.nonce().equals(Optional.of(nonce)) || !token.hash().equals(Optional.of(hash))) {
      throw TimestampToken.refused("the answer is to another request");
    }
    return token;
  }
}
