package dev.layerseal.testdata.registry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the registry answers, and how badly.
 *
 * @param sent how many bytes of the body are sent before the connection is cut or stalls; negative
 *     for all
 * @param stalls whether the connection stays open without a further byte
 * @param pause milliseconds between two pieces of 64 bytes
 */
public record Answer(
    int status,
    List<Map.Entry<String, String>> headers,
    byte[] body,
    int sent,
    boolean stalls,
    int pause) {

  public static Answer of(int status, byte[] body) {
    return new Answer(status, List.of(), body, -1, false, 0);
  }

  public static Answer of(int status) {
    return of(status, new byte[0]);
  }

  /** An error as registries tell it. */
  public static Answer error(int status, String code, String message) {
    String json = "{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}".formatted(code, message);
    return of(status, json.getBytes(StandardCharsets.UTF_8))
        .with("Content-Type", "application/json");
  }

  /** The same with a further header. */
  public Answer with(String name, String value) {
    List<Map.Entry<String, String>> more = new ArrayList<>(headers);
    more.add(Map.entry(name, value));
    return new Answer(status, more, body, sent, stalls, pause);
  }

  /** The same without a header. */
  public Answer without(String name) {
    List<Map.Entry<String, String>> fewer = new ArrayList<>(headers);
    fewer.removeIf(header -> header.getKey().equalsIgnoreCase(name));
    return new Answer(status, fewer, body, sent, stalls, pause);
  }

  public Answer withBody(byte[] other) {
    return new Answer(status, headers, other, sent, stalls, pause);
  }

  /** The same with one bit of the body changed. */
  public Answer flipped(int offset) {
    byte[] changed = body.clone();
    changed[offset] ^= 1;
    return withBody(changed);
  }

  /** The connection is closed after so many bytes of the body. */
  public Answer cutAfter(int bytes) {
    return new Answer(status, headers, body, bytes, false, pause);
  }

  /** Nothing comes after so many bytes of the body. */
  public Answer stallAfter(int bytes) {
    return new Answer(status, headers, body, bytes, true, pause);
  }

  /** The body comes in pieces of 64 bytes. */
  public Answer slowly(int milliseconds) {
    return new Answer(status, headers, body, sent, stalls, milliseconds);
  }
}
