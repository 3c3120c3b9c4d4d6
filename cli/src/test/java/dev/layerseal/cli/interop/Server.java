package dev.layerseal.cli.interop;

import dev.layerseal.testdata.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real registry on a loopback port, for as long as a test runs. */
final class Server implements AutoCloseable {

  private static final int TRIES = 300;

  private final Process process;
  private final String address;

  private Server(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts the registry called {@code name}: registry-referrers, docker-registry or crane. */
  static Server start(String name, Path folder) throws IOException, InterruptedException {
    Peer peer = Peer.find(name);
    String address = "127.0.0.1:" + freePort();
    List<String> command = new ArrayList<>(List.of(peer.program().toString()));
    switch (name) {
      case "crane" -> command.addAll(List.of("registry", "serve", "--address", address));
      case "docker-registry" -> command.addAll(List.of("serve", config(folder, address)));
      default -> command.add(address);
    }
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start();
    Server server = new Server(process, address);
    server.await(name);
    return server;
  }

  String address() {
    return address;
  }

  private static String config(Path folder, String address) throws IOException {
    Path file = folder.resolve("registry.yml");
    Files.writeString(
        file,
        """
        version: 0.1
        storage:
          filesystem:
            rootdirectory: %s
        http:
          addr: %s
        """
            .formatted(folder.resolve("registry"), address));
    return file.toString();
  }

  private void await(String name) throws InterruptedException {
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    for (int i = 0; i < TRIES; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    close();
    throw new AssertionError(name + " did not start");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
