package dev.layerseal.testdata.registry;

import dev.layerseal.testdata.Peer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real registry as a process on this machine, on a port of its own. */
public final class RegistryPeer implements AutoCloseable {

  private static final int ATTEMPTS = 300;

  private final Process process;
  private final String address;

  private RegistryPeer(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts one of the registries {@code registry-referrers} (Referrers API), {@code
   * docker-registry} and {@code crane} (tag schema only); the test is skipped when it is not
   * installed.
   *
   * @param folder where it keeps what is pushed
   */
  public static RegistryPeer start(String name, Path folder) throws IOException {
    Peer peer = Peer.find(name);
    String address = "127.0.0.1:" + freePort();
    List<String> command = new ArrayList<>(List.of(peer.program().toString()));
    command.addAll(
        switch (name) {
          case "docker-registry" -> List.of("serve", configuration(address, folder).toString());
          case "crane" -> List.of("registry", "serve", "--address", address);
          default -> List.of(address);
        });
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start();
    RegistryPeer started = new RegistryPeer(process, address);
    started.await(name);
    return started;
  }

  /** Host and port, as the start of a reference. */
  public String address() {
    return address;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Path configuration(String address, Path folder) throws IOException {
    String text =
        """
        version: 0.1
        log: {level: error}
        storage:
          filesystem: {rootdirectory: %s}
        http: {addr: %s}
        """
            .formatted(folder.resolve("registry-data"), address);
    return Files.writeString(folder.resolve("registry.yml"), text);
  }

  private void await(String name) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (!process.isAlive()) {
        throw new AssertionError(name + " ended with status " + process.exitValue());
      }
      if (answers()) {
        return;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    close();
    throw new AssertionError(name + " does not answer at " + address);
  }

  private boolean answers() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create("http://" + address + "/v2/").toURL().openConnection();
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
