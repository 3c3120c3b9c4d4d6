package dev.layerseal.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.layerseal.oci.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * As much of a registry as it takes to load the classes that talk to one; in memory, on loopback.
 */
final class WarmUpRegistry implements Closeable {

  private record Stored(String mediaType, byte[] content) {}

  private static final int NOTHING = -1;

  private final HttpServer server;
  private final Map<String, Stored> stored = new ConcurrentHashMap<>();

  WarmUpRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestMethod()) {
        case "GET" -> get(exchange, true);
        case "HEAD" -> get(exchange, false);
        case "POST" -> accept(exchange);
        case "PUT" -> put(exchange);
        default -> exchange.sendResponseHeaders(405, NOTHING);
      }
    }
  }

  private void get(HttpExchange exchange, boolean body) throws IOException {
    Stored found = stored.get(exchange.getRequestURI().getPath());
    if (found == null) {
      exchange.sendResponseHeaders(404, NOTHING);
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", found.mediaType());
    if (body) {
      exchange.sendResponseHeaders(200, found.content().length);
      exchange.getResponseBody().write(found.content());
    } else {
      exchange.getResponseHeaders().set("Content-Length", "" + found.content().length);
      exchange.sendResponseHeaders(200, NOTHING);
    }
  }

  /** An upload goes to where it was asked for: what it is called it says itself. */
  private static void accept(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Location", exchange.getRequestURI().getPath() + "one");
    exchange.sendResponseHeaders(202, NOTHING);
  }

  /** Keeps blobs by digest, manifests by digest and tag. */
  private void put(HttpExchange exchange) throws IOException {
    byte[] content = exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    Stored put = new Stored(type == null ? "application/octet-stream" : type, content);
    stored.put(path, put);
    stored.put(path.replaceFirst("(uploads/)?[^/]*$", Digest.sha256(content).toString()), put);
    exchange.sendResponseHeaders(201, NOTHING);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
