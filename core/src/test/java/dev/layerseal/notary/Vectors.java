package dev.layerseal.notary;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The signatures that notation wrote. */
final class Vectors {

  static final List<String> KEYS =
      List.of(
          "rsa2048", "rsa3072", "rsa4096", "p256", "p384", "p521", "chain3", "self", "ts", "exp");

  private Vectors() {}

  static Stream<String> names() {
    return KEYS.stream().flatMap(key -> Stream.of(key + "-jws", key + "-cose"));
  }

  static EnvelopeFormat format(String name) {
    return name.endsWith("-jws") ? EnvelopeFormat.JWS : EnvelopeFormat.COSE;
  }

  static byte[] envelope(String name) {
    return read("signatures/%s/envelope.%s".formatted(name, format(name)));
  }

  static byte[] read(String path) {
    try (InputStream in = Vectors.class.getResourceAsStream("/vectors/notary/" + path)) {
      return Objects.requireNonNull(in, path).readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
