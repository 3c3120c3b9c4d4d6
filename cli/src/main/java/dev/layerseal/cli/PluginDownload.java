package dev.layerseal.cli;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Fetches a plugin: over HTTPS, or from this machine. */
final class PluginDownload {

  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final int OK = 200;

  private PluginDownload() {}

  /** Copies what is at {@code address} into {@code file}. */
  static void fetch(URI address, Path file) throws LayersealException, IOException {
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    HttpRequest request = HttpRequest.newBuilder(checked(address)).timeout(TIMEOUT).build();
    try {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != OK) {
          throw new RegistryException("%s: status %d".formatted(address, response.statusCode()));
        }
        copy(address, body, file);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** The last part of the path. */
  static String name(URI address) {
    String path = String.valueOf(address.getPath());
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static void copy(URI address, InputStream body, Path file)
      throws LayersealException, IOException {
    long total = 0;
    byte[] buffer = new byte[1 << 16];
    try (var out = Files.newOutputStream(file)) {
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        total += n;
        if (total > PluginPackage.MAX_LENGTH) {
          throw new FormatException(
              "%s: more than %d bytes".formatted(address, PluginPackage.MAX_LENGTH));
        }
        out.write(buffer, 0, n);
      }
    }
  }

  private static URI checked(URI address) throws LayersealException, IOException {
    String scheme = String.valueOf(address.getScheme());
    boolean near =
        scheme.equals("http")
            && address.getHost() != null
            && InetAddress.getByName(address.getHost()).isLoopbackAddress();
    if (!scheme.equals("https") && !near) {
      throw new FormatException("%s: only https is fetched".formatted(address));
    }
    return address;
  }
}
