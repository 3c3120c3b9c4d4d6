package dev.layerseal.testdata.registry;

import java.util.Map;
import java.util.Optional;

/**
 * One request as it came.
 *
 * @param headers by lower-case name, the first value of each
 */
public record Request(
    String method, String path, String query, Map<String, String> headers, byte[] body) {

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(java.util.Locale.ROOT)));
  }

  /** The value of a query parameter, decoded. */
  public Optional<String> parameter(String name) {
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return Optional.of(
            java.net.URLDecoder.decode(
                pair.substring(name.length() + 1), java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    return Optional.empty();
  }

  /** Method and path, for messages. */
  @Override
  public String toString() {
    return method + " " + path + (query.isEmpty() ? "" : "?" + query);
  }
}
