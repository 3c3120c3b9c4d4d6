package dev.layerseal.cli.interop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;

/** Answers every request on a loopback port with what a program makes of it. */
public final class Responder implements AutoCloseable {

  private final HttpServer server;

  private Responder(HttpServer server) {
    this.server = server;
  }

  /** Makes an answer. */
  @FunctionalInterface
  public interface Maker {
    byte[] answer(byte[] request) throws IOException;
  }

  public static Responder start(Maker maker) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] answer = maker.answer(request(exchange));
          exchange.sendResponseHeaders(200, answer.length);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(answer);
          }
        });
    server.start();
    return new Responder(server);
  }

  /** The body; for GET, as notation asks responders, what the path holds in base64. */
  private static byte[] request(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring(1);
    return exchange.getRequestMethod().equals("GET") && !path.isEmpty()
        ? Base64.getDecoder().decode(path)
        : exchange.getRequestBody().readAllBytes();
  }

  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
