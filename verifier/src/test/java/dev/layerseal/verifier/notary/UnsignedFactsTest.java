package dev.layerseal.verifier.notary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.json.JsonArray;
import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.notary.SignatureEnvelope;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.store.LayoutStore;
import dev.layerseal.x509.CertificateChain;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing is decided by what nobody signed, and a contradiction is told. */
class UnsignedFactsTest {

  private static final String THUMBPRINTS =
      JsonArray.ofStrings(new CertificateChain(TestTrust.CHAIN).thumbprints()).toString();

  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @MethodSource("dev.layerseal.verifier.notary.NotationVectors#names")
  void notationContradictsNothing(String name) throws Exception {
    Manifest manifest =
        Manifest.decode(
            SignedLayout.TYPE, NotationVectors.read("signatures/%s/manifest.json".formatted(name)));
    SignatureEnvelope envelope =
        SignatureEnvelope.decode(NotationVectors.format(name), NotationVectors.envelope(name));
    assertEquals(List.of(), UnsignedFacts.contradictions(manifest, envelope));
  }

  @Test
  void saysNothingWhereAllAgrees() throws Exception {
    assertEquals(List.of(), notes(good()));
    SignedLayout upper =
        good().withManifest(m -> m.replace(quoted(THUMBPRINTS), upper(quoted(THUMBPRINTS))));
    assertEquals(List.of(), notes(upper));
  }

  @ParameterizedTest
  @CsvSource({
    "2024-06-01T00:00:00Z, 2024-06-01T00:06:00Z, org.opencontainers.image.created",
    "2024-06-01T00:00:00Z, yesterday, org.opencontainers.image.created",
    "THUMBPRINT, 00000000, io.cncf.notary.x509chain.thumbprint#S256",
  })
  void tellsWhatContradictsTheSignature(String from, String to, String field) throws Exception {
    String found = from.replace("THUMBPRINT", THUMBPRINTS.substring(2, 10));
    List<String> notes = notes(good().withManifest(text -> text.replace(found, to)));
    assertEquals(1, notes.size(), notes.toString());
    assertTrue(notes.get(0).contains(field), notes.toString());
    assertTrue(notes.get(0).contains("not signed"), notes.toString());
  }

  private static SignedLayout good() {
    return SignedLayout.of(EnvelopeFormat.JWS, JwsManipulations.good())
        .withManifest(text -> text.replace("[\\\"00\\\"]", quoted(THUMBPRINTS)));
  }

  private static String quoted(String json) {
    return json.replace("\"", "\\\"");
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  private List<String> notes(SignedLayout layout) throws Exception {
    Verdicts verdicts = new Verdicts(folder);
    try (LayoutStore store = LayoutStore.open(layout.write(folder.resolve("layout")))) {
      SignatureReport report = verdicts.ours(store).accepted().orElseThrow();
      return report.notes();
    }
  }
}
