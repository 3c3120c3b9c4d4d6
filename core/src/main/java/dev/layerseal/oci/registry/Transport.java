package dev.layerseal.oci.registry;

import dev.layerseal.error.RegistryException;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request and waits no longer than agreed. Redirects of reading requests are followed,
 * but never from TLS to plain HTTP, and what identifies the user stays with the host it was meant
 * for.
 */
final class Transport {

  private static final int MAX_REDIRECTS = 5;

  private final Optional<SSLContext> tls;
  private final ProxySelector proxies;
  private final Deadlines deadlines;
  private @Nullable SSLSocketFactory sockets;

  Transport(Optional<SSLContext> tls, ProxySelector proxies, Deadlines deadlines) {
    this.tls = tls;
    this.proxies = proxies;
    this.deadlines = deadlines;
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
    Proxy proxy = proxies.select(call.uri()).get(0);
    return Exchange.of(call, proxy, this::sockets, deadlines).send();
  }

  /** The same for all connections, or none would be used twice. */
  private synchronized SSLSocketFactory sockets() {
    if (sockets == null) {
      sockets =
          new TlsSockets(
              tls.map(SSLContext::getSocketFactory)
                  .orElseGet(HttpsURLConnection::getDefaultSSLSocketFactory));
    }
    return sockets;
  }
}
