package dev.layerseal.oci.registry;

import dev.layerseal.error.FormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What came back.
 *
 * @param uri where it came from, after redirects
 * @param body to be read or closed
 */
record Response(int status, Headers headers, URI uri, InputStream body) implements AutoCloseable {

  Optional<String> header(String name) {
    return headers.first(name);
  }

  /** The media type without its parameters. */
  Optional<String> contentType() {
    return header("Content-Type")
        .map(value -> value.split(";", 2)[0].trim())
        .filter(value -> !value.isEmpty());
  }

  /** How long to wait before the next attempt, where it says so in seconds. */
  Optional<Duration> retryAfter() {
    return header("Retry-After")
        .map(String::trim)
        .filter(value -> value.matches("[0-9]{1,6}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)));
  }

  /** The whole body, which must not be longer than {@code limit}. */
  byte[] readAll(int limit) throws IOException, FormatException {
    byte[] bytes = body.readNBytes(limit + 1);
    if (bytes.length > limit) {
      throw new FormatException(
          "answer of %s is longer than %d bytes".formatted(uri.getPath(), limit));
    }
    return bytes;
  }

  /** The same with a body that was read in full. */
  Response inMemory(int limit) throws IOException, FormatException {
    try (this) {
      byte[] bytes = readAll(limit);
      return new Response(status, headers, uri, new ByteArrayInputStream(bytes));
    }
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
