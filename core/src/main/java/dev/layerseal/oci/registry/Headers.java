package dev.layerseal.oci.registry;

import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The header fields of an answer, by name in any case; those of one name in the order they came.
 */
record Headers(Map<String, List<String>> fields) {

  static Headers of(HttpURLConnection connection) {
    Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    // Field 0 is the status line.
    for (int i = 1; connection.getHeaderFieldKey(i) != null; i++) {
      fields
          .computeIfAbsent(connection.getHeaderFieldKey(i), name -> new ArrayList<>())
          .add(connection.getHeaderField(i));
    }
    return new Headers(fields);
  }

  List<String> all(String name) {
    return fields.getOrDefault(name, List.of());
  }

  Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /** What the answer says about the length of its body, in bytes; nothing if that is no number. */
  OptionalLong contentLength() {
    return first("Content-Length")
        .map(String::trim)
        .filter(value -> value.matches("[0-9]{1,18}"))
        .map(value -> OptionalLong.of(Long.parseLong(value)))
        .orElse(OptionalLong.empty());
  }
}
