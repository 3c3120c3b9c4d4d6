package dev.layerseal.verifier.revocation;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Plain HTTP, as certificates name it: answers are signed themselves. The limits are notation's: 2
 * seconds for a responder, 5 seconds and 32 MiB for a list.
 */
public final class HttpRevocationFetcher implements RevocationFetcher {

  private static final int MAX_LIST = 32 << 20;
  private static final int MAX_ANSWER = 20 << 10;
  private static final Duration LIST_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration RESPONDER_TIMEOUT = Duration.ofSeconds(2);
  private static final int OK = 200;

  /** Made when it is first needed: most certificates name nobody to ask, and it takes a while. */
  private @Nullable HttpClient client;

  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(RESPONDER_TIMEOUT)
              .followRedirects(HttpClient.Redirect.NEVER)
              .build();
    }
    return client;
  }

  @Override
  public byte[] fetchList(URI address) throws IOException {
    return send(HttpRequest.newBuilder(checked(address)).timeout(LIST_TIMEOUT).build(), MAX_LIST);
  }

  @Override
  public byte[] askResponder(URI address, byte[] request) throws IOException {
    return send(
        HttpRequest.newBuilder(checked(address))
            .timeout(RESPONDER_TIMEOUT)
            .header("Content-Type", "application/ocsp-request")
            .POST(HttpRequest.BodyPublishers.ofByteArray(request))
            .build(),
        MAX_ANSWER);
  }

  private static URI checked(URI address) throws IOException {
    if (!"http".equalsIgnoreCase(address.getScheme()) || address.getHost() == null) {
      throw new IOException("only http is asked, not " + address.getScheme());
    }
    return address;
  }

  private byte[] send(HttpRequest request, int limit) throws IOException {
    try {
      HttpResponse<InputStream> response =
          client().send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != OK) {
          throw new IOException("status " + response.statusCode());
        }
        byte[] bytes = body.readNBytes(limit + 1);
        if (bytes.length > limit) {
          throw new IOException("more than %d bytes".formatted(limit));
        }
        return bytes;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
