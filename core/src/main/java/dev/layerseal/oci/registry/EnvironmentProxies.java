package dev.layerseal.oci.registry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Proxies by environment variables, as curl and Go read them: {@code NO_PROXY} is a list of hosts,
 * domains and ports, or {@code *}. This machine itself is never asked through a proxy.
 */
public final class EnvironmentProxies extends ProxySelector {

  private final Optional<String> http;
  private final Optional<String> https;
  private final List<String> excluded;

  EnvironmentProxies(Optional<String> http, Optional<String> https, Optional<String> excluded) {
    this.http = http;
    this.https = https;
    this.excluded =
        List.of(excluded.orElse("").toLowerCase(Locale.ROOT).trim().split("[,\\s]+", -1));
  }

  @Override
  public List<Proxy> select(URI uri) {
    Optional<String> proxy = Transport.isSecure(uri) ? https : http;
    if (proxy.isEmpty() || uri.getHost() == null || direct(uri)) {
      return List.of(Proxy.NO_PROXY);
    }
    return List.of(new Proxy(Proxy.Type.HTTP, address(proxy.get())));
  }

  private boolean direct(URI uri) {
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    if (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]")) {
      return true;
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : Transport.isSecure(uri) ? 443 : 80;
    return excluded.stream().anyMatch(rule -> matches(rule, host, port));
  }

  private static boolean matches(String rule, String host, int port) {
    if (rule.equals("*")) {
      return true;
    }
    String name = rule.endsWith(":" + port) ? rule.substring(0, rule.lastIndexOf(':')) : rule;
    String domain = name.startsWith("*.") ? name.substring(1) : name;
    String bare = domain.startsWith(".") ? domain.substring(1) : domain;
    if (bare.isEmpty()) {
      return false;
    }
    boolean same = host.equals(bare) && !domain.startsWith(".");
    return same || host.endsWith("." + bare);
  }

  private static InetSocketAddress address(String proxy) {
    URI uri = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
    int port = uri.getPort() >= 0 ? uri.getPort() : Transport.isSecure(uri) ? 443 : 80;
    return InetSocketAddress.createUnresolved(String.valueOf(uri.getHost()), port);
  }

  /** Nothing to be done: the call itself tells. */
  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
}
