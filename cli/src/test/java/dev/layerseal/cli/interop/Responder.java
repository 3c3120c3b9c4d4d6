package dev.layerseal.cli.interop;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Answers every request on a loopback port with what a program makes of it. */
final class Responder implements AutoCloseable {

  private final HttpServer server;

  private Responder(HttpServer server) {
    this.server = server;
  }

  /** Makes an answer. */
  @FunctionalInterface
  interface Maker {
    byte[] answer(byte[] request) throws IOException;
  }

  static Responder start(Maker maker) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] answer = maker.answer(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(200, answer.length);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(answer);
          }
        });
    server.start();
    return new Responder(server);
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
