package dev.layerseal.oci.registry;

import dev.layerseal.error.RegistryException;
import dev.layerseal.error.StreamException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;

/**
 * Sends one request and waits no longer than agreed. Redirects of reading requests are followed,
 * but never from TLS to plain HTTP, and what identifies the user stays with the host it was meant
 * for.
 */
final class Transport {

  private static final int MAX_REDIRECTS = 5;

  private final HttpClient client;
  private final Deadlines deadlines;

  Transport(Optional<SSLContext> tls, ProxySelector proxies, Deadlines deadlines) {
    this.deadlines = deadlines;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(deadlines.connect())
            .proxy(proxies);
    tls.ifPresent(builder::sslContext);
    client = builder.build();
  }

  Deadlines deadlines() {
    return deadlines;
  }

  Response send(Call call) throws IOException, RegistryException {
    Call next = call;
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      Response response = exchange(next);
      Optional<String> location = response.header("Location");
      if (!isRedirect(response.status()) || !call.reads() || location.isEmpty()) {
        return response;
      }
      response.close();
      next = redirected(next, location.get());
    }
    throw new RegistryException("%s: redirected more than %d times".formatted(call, MAX_REDIRECTS));
  }

  private static boolean isRedirect(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  private static Call redirected(Call call, String location) throws RegistryException {
    URI target = resolve(call, location);
    Call next = call.to(target);
    return sameOrigin(call.uri(), target) ? next : next.without("Authorization");
  }

  /** The address that a registry sends a caller to. */
  static URI resolve(Call call, String location) throws RegistryException {
    URI target;
    try {
      target = call.uri().resolve(new URI(location));
    } catch (java.net.URISyntaxException e) {
      throw new RegistryException("%s: sent to \"%s\", no address".formatted(call, location), e);
    }
    String scheme = String.valueOf(target.getScheme()).toLowerCase(Locale.ROOT);
    if (target.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new RegistryException("%s: sent to \"%s\", no address".formatted(call, location));
    }
    if (scheme.equals("http") && isSecure(call.uri())) {
      throw new RegistryException(
          "%s: sent from https to plain http at %s".formatted(call, target.getAuthority()));
    }
    return target;
  }

  static boolean isSecure(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  static boolean sameOrigin(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : isSecure(uri) ? 443 : 80;
  }

  private Response exchange(Call call) throws IOException {
    AtomicLong sent = new AtomicLong();
    HttpRequest.Builder request = HttpRequest.newBuilder(call.uri());
    call.headers().forEach(request::setHeader);
    request.method(call.method(), publisher(call, sent));
    CompletableFuture<HttpResponse<InputStream>> answer =
        client.sendAsync(
            request.build(), info -> new BodyStream(deadlines.silence(), call.deadline()));
    HttpResponse<InputStream> response = await(call, answer, sent);
    return new Response(response.statusCode(), response.headers(), response.uri(), response.body());
  }

  private static BodyPublisher publisher(Call call, AtomicLong sent) {
    if (call.body().isEmpty()) {
      return BodyPublishers.noBody();
    }
    Call.Body body = call.body().get();
    BodyPublisher stream =
        BodyPublishers.ofInputStream(
            () -> {
              try {
                return new UploadProgress(body.source().open(), sent);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return body.length() == 0
        ? BodyPublishers.noBody()
        : BodyPublishers.fromPublisher(stream, body.length());
  }

  /**
   * Waits for the head of the answer, as long as the request's body moves or silence is allowed.
   */
  private HttpResponse<InputStream> await(
      Call call, CompletableFuture<HttpResponse<InputStream>> answer, AtomicLong sent)
      throws IOException {
    long deadline = System.nanoTime() + call.deadline().toNanos();
    long before = -1;
    try {
      while (before != sent.get() && System.nanoTime() < deadline) {
        before = sent.get();
        long left = Math.min(deadlines.silence().toNanos(), deadline - System.nanoTime());
        try {
          return answer.get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          // Looks again whether something moved.
        }
      }
      throw new HttpTimeoutException(
          "no answer for %d s".formatted(deadlines.silence().toSeconds()));
    } catch (ExecutionException e) {
      throw cause(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a registry");
    } finally {
      if (!answer.isDone()) {
        answer.cancel(true);
      }
    }
  }

  /** What really failed: the content that was to be sent, before what the client makes of it. */
  private static IOException cause(ExecutionException e) {
    IOException found =
        e.getCause() instanceof ConnectException
            ? new ConnectException("cannot connect")
            : new IOException(String.valueOf(e.getCause()), e);
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof StreamException stream) {
        return stream;
      }
      if (at instanceof UnresolvedAddressException) {
        return new UnknownHostException("the host is unknown");
      }
      if (at instanceof IOException io && io.getMessage() != null) {
        found = io;
      }
    }
    return found;
  }
}
