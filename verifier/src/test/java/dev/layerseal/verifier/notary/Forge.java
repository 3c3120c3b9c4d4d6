package dev.layerseal.verifier.notary;

import dev.layerseal.testdata.TestIdentity;
import dev.layerseal.x509.KeySpec;
import dev.layerseal.x509.SignatureScheme;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** Signs what no signer would: any header, any payload, any chain. */
final class Forge {

  private Forge() {}

  static byte[] sign(TestIdentity signer, byte[] message) {
    try {
      Signature engine =
          SignatureScheme.notary(KeySpec.of(signer.certificate().getPublicKey()).orElseThrow())
              .engine();
      engine.initSign(signer.key());
      engine.update(message);
      return engine.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] jws(
      TestIdentity signer, List<X509Certificate> chain, String header, String payload) {
    String signedText = url(header) + "." + url(payload);
    byte[] signature = sign(signer, signedText.getBytes(StandardCharsets.US_ASCII));
    String x5c =
        chain.stream()
            .map(c -> "\"" + Base64.getEncoder().encodeToString(der(c)) + "\"")
            .collect(Collectors.joining(","));
    return text(
        "{\"payload\":\"%s\",\"protected\":\"%s\",\"header\":{\"x5c\":[%s]},\"signature\":\"%s\"}"
            .formatted(url(payload), url(header), x5c, url(signature)));
  }

  static byte[] cose(
      TestIdentity signer, List<X509Certificate> chain, byte[] header, String payload) {
    byte[] toSign =
        array(string("Signature1"), bytes(header), bytes(new byte[0]), bytes(text(payload)));
    byte[][] certificates = chain.stream().map(c -> bytes(der(c))).toArray(byte[][]::new);
    return join(
        new byte[] {(byte) 0xd2},
        array(
            bytes(header),
            map(number(33), array(certificates)),
            bytes(text(payload)),
            bytes(sign(signer, toSign))));
  }

  static byte[] number(long value) {
    return value < 0 ? head(1, -1 - value) : head(0, value);
  }

  static byte[] bytes(byte[] value) {
    return join(head(2, value.length), value);
  }

  static byte[] string(String value) {
    return join(head(3, text(value).length), text(value));
  }

  static byte[] array(byte[]... elements) {
    return join(head(4, elements.length), join(elements));
  }

  /** Keys and values in turn. */
  static byte[] map(byte[]... entries) {
    return join(head(5, entries.length / 2), join(entries));
  }

  static byte[] time(long seconds) {
    return join(head(6, 1), number(seconds));
  }

  static byte[] text(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String url(String value) {
    return url(text(value));
  }

  private static String url(byte[] value) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
  }

  private static byte[] head(int kind, long argument) {
    if (argument < 24) {
      return new byte[] {(byte) (kind << 5 | argument)};
    }
    if (argument < 1 << 8) {
      return new byte[] {(byte) (kind << 5 | 24), (byte) argument};
    }
    if (argument < 1 << 16) {
      return new byte[] {(byte) (kind << 5 | 25), (byte) (argument >> 8), (byte) argument};
    }
    return new byte[] {
      (byte) (kind << 5 | 26),
      (byte) (argument >> 24),
      (byte) (argument >> 16),
      (byte) (argument >> 8),
      (byte) argument
    };
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
