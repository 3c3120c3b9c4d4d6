package dev.layerseal.signer.notary;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.timestamp.TimestampRequest;
import dev.layerseal.timestamp.TimestampToken;
import dev.layerseal.x509.CertificateChain;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** Asks a time-stamp authority over HTTP (RFC 3161 section 3.4), and verifies what it answers. */
public final class TimestampClient implements Timestamper {

  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final int NONCE_BITS = 63;
  private static final int OK = 200;

  private final URI address;
  private final List<X509Certificate> roots;
  private final RandomGenerator random;
  private final AuthorityCheck check;

  /** A further look at the authority's certificates, such as whether they were revoked. */
  @FunctionalInterface
  public interface AuthorityCheck {
    void check(CertificateChain authority) throws LayersealException, IOException;
  }

  /**
   * @param roots one of which the authority must be below
   * @param random for the number that the answer has to repeat
   */
  public TimestampClient(
      URI address, List<X509Certificate> roots, RandomGenerator random, AuthorityCheck check) {
    this.address = address;
    this.roots = List.copyOf(roots);
    this.random = random;
    this.check = check;
  }

  @Override
  public byte[] timestamp(byte[] signature, String hash) throws LayersealException, IOException {
    BigInteger nonce =
        BigInteger.valueOf(random.nextLong() & Long.MAX_VALUE).setBit(NONCE_BITS - 1);
    TimestampRequest request = new TimestampRequest(signature, hash, nonce);
    TimestampToken token = request.decodeAnswer(send(request.encode()));
    check.check(token.verify(signature, roots));
    return token.encode();
  }

  private byte[] send(byte[] query) throws RegistryException, IOException {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(TIMEOUT)
            .header("Content-Type", TimestampRequest.MEDIA_TYPE)
            .POST(HttpRequest.BodyPublishers.ofByteArray(query))
            .build();
    try {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != OK) {
          throw new RegistryException(
              "timestamp authority %s: status %d".formatted(address, response.statusCode()));
        }
        return body.readNBytes(TimestampToken.MAX_LENGTH + 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (IOException e) {
      throw new RegistryException(
          "timestamp authority %s: %s"
              .formatted(address, e.getMessage() == null ? "not reachable" : e.getMessage()),
          e);
    }
  }
}
