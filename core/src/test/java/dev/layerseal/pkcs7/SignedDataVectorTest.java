package dev.layerseal.pkcs7;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.testdata.Vector;
import dev.layerseal.x509.Certificates;
import dev.layerseal.x509.TrustAnchors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SignedDataVectorTest {

  private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
  private static final Path FOLDER = Vector.folder("pkcs7");

  /** Each negative has a reason of its own. */
  private static final Map<String, String> REASONS =
      Map.of(
          "signed-attributes", "signed attributes, expected none",
          "smime-capabilities", "S/MIME capabilities",
          "rsassa-pss", "RSASSA-PSS",
          "content-embedded", "the content is embedded",
          "signer-by-key-identifier", "subjectKeyIdentifier",
          "signed-with-newline", "does not match what it should sign");

  static List<Vector> positives() {
    return vectors("ok");
  }

  static List<Vector> negatives() {
    return Stream.of("unsupported", "mismatch").flatMap(e -> vectors(e).stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("positives")
  void acceptsWhatKernelsTake(Vector vector) throws Exception {
    byte[] der = vector.bytes("input.p7s");
    X509Certificate signer = verify(der);
    SignedData signed = SignedData.decode(der);
    List<X509Certificate> roots = new ArrayList<>();
    for (String kind : List.of("rsa2048", "rsa3072", "rsa4096", "p256", "p384", "p521")) {
      roots.addAll(certificates("root-" + kind));
    }
    new TrustAnchors(roots).chain(signer, signed.certificates(), NOW);
    assertArrayEquals(der, signed.encode());
  }

  @ParameterizedTest
  @MethodSource("negatives")
  void refusesEachForItsOwnReason(Vector vector) {
    Class<? extends LayersealException> type =
        vector.expect().equals("mismatch")
            ? VerificationException.class
            : UnsupportedFeatureException.class;
    LayersealException refused = assertThrows(type, () -> verify(vector.bytes("input.p7s")));
    String reason = REASONS.getOrDefault(vector.name(), "no reason known");
    assertTrue(String.valueOf(refused.getMessage()).contains(reason), refused::getMessage);
  }

  @Test
  void hasTheVectors() {
    assertEquals(16, positives().size());
    assertEquals(REASONS.size(), negatives().size());
  }

  private static X509Certificate verify(byte[] der) throws Exception {
    SignedData signed = SignedData.decode(der);
    X509Certificate signer = signed.signer(certificates("leaf-rsa2048"));
    signed.verify(Files.readAllBytes(FOLDER.resolve("roothash.txt")), signer);
    return signer;
  }

  private static List<X509Certificate> certificates(String name) throws Exception {
    return Certificates.parse(
        Files.readAllBytes(FOLDER.resolve("certificates").resolve(name + ".crt")));
  }

  private static List<Vector> vectors(String expect) {
    return Vector.all("pkcs7").stream().filter(v -> v.expect().equals(expect)).toList();
  }
}
