package dev.layerseal.oci.registry;

import dev.layerseal.oci.store.BlobSource;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One request to be made.
 *
 * @param body content to send and its length, opened anew for each attempt
 */
record Call(
    String method, URI uri, Map<String, String> headers, Optional<Body> body, Duration deadline) {

  /** Content of known length. */
  record Body(BlobSource source, long length) {}

  static Call of(String method, URI uri, Duration deadline) {
    return new Call(method, uri, Map.of(), Optional.empty(), deadline);
  }

  Call with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Call(method, uri, more, body, deadline);
  }

  Call without(String name) {
    Map<String, String> fewer = new LinkedHashMap<>(headers);
    fewer.remove(name);
    return new Call(method, uri, fewer, body, deadline);
  }

  Call to(URI other) {
    return new Call(method, other, headers, body, deadline);
  }

  Call sending(String type, BlobSource source, long length, Duration longer) {
    return new Call(method, uri, headers, Optional.of(new Body(source, length)), longer)
        .with("Content-Type", type);
  }

  Call sending(String type, byte[] content) {
    return sending(type, BlobSource.of(content), content.length, deadline);
  }

  /** Whether it only reads, so that it may be sent elsewhere by a redirect. */
  boolean reads() {
    return method.equals("GET") || method.equals("HEAD");
  }

  /** Method and place, without the query, which may hold secrets. */
  @Override
  public String toString() {
    return "%s %s://%s%s".formatted(method, uri.getScheme(), uri.getAuthority(), uri.getPath());
  }
}
