package dev.layerseal.verifier.notary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.oci.store.LayoutStore;
import dev.layerseal.testdata.CertificateMaker;
import dev.layerseal.testdata.TestIdentity;
import dev.layerseal.verifier.trust.LayersealPolicy;
import dev.layerseal.verifier.trust.NotationFolders;
import dev.layerseal.verifier.trust.Policies;
import dev.layerseal.verifier.trust.SignerTrust;
import dev.layerseal.verifier.trust.TrustStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in layerseal's own policy: what it accepts, notation's accepts too. */
class LayersealPolicyPropertyTest {

  private static final List<String> LEVELS = List.of("strict", "permissive", "audit");
  private static final List<String> STORES =
      List.of("\"ca:test\"", "\"ca:other\"", "\"ca:test\",\"tsa:test\"");
  private static final List<String> IDENTITIES =
      List.of(
          "\"*\"",
          "\"x509.subject: C=US, ST=WA, O=Layerseal Test\"",
          "\"x509.subject: C=US, ST=WA, O=Layerseal Test, CN=first\"",
          "\"x509.subject: C=XX, ST=Nowhere, O=Nobody\"");
  private static final String FIRST = "x509.subject: C=US, ST=WA, O=Layerseal Test, CN=first";
  private static final String SECOND = "x509.subject: C=US, ST=WA, O=Layerseal Test, CN=second";

  @TempDir Path folder = Path.of("");

  @BeforeEach
  void writeStores() throws IOException {
    TestTrust.write(folder);
  }

  @Test
  void neverLoosens() throws Exception {
    long seed = 20261121;
    SplittableRandom random = new SplittableRandom(seed);
    int tightened = 0;
    for (int i = 0; i < 400; i++) {
      Path image = image(random);
      theirs(random);
      Files.deleteIfExists(folder.resolve(LayersealPolicy.FILE));
      boolean without = accepted(image);
      ours(random);
      boolean with = accepted(image);
      assertTrue(without || !with, "seed %d, round %d".formatted(seed, i));
      tightened += without && !with ? 1 : 0;
    }
    assertTrue(tightened > 20, tightened + " answers were tightened");
  }

  @Test
  void countsEachSignerOnce() throws Exception {
    policy(TestTrust.POLICY);
    own("\"signers\":{\"threshold\":2,\"identities\":[\"%s\",\"%s\"]}".formatted(FIRST, SECOND));
    assertEquals(List.of(FIRST), verify(signed("first")).found());
    assertFalse(accepted(signed("first", "first")));
    assertFalse(accepted(signed("first", "third")));
    assertTrue(accepted(signed("first", "second")));
    assertTrue(accepted(signed("third", "second", "first")));
    VerificationException refused =
        assertThrows(VerificationException.class, () -> verify(signed("second")).orThrow());
    assertTrue(String.valueOf(refused.getMessage()).contains("1 of the 2"), refused.getMessage());
    assertTrue(String.valueOf(refused.getMessage()).contains(FIRST), refused.getMessage());
  }

  /** Under audit a stranger's signature is taken, but it stands for nobody. */
  @Test
  void countsOnlyTrustedSigners() throws Exception {
    policy(TestTrust.policy("audit", "\"ca:other\"", "\"*\""));
    assertTrue(accepted(signed("first")));
    own("\"signers\":{\"threshold\":1,\"identities\":[\"%s\"]}".formatted(FIRST));
    assertFalse(accepted(signed("first")));
  }

  private void theirs(SplittableRandom random) throws IOException {
    policy(TestTrust.policy(any(random, LEVELS), any(random, STORES), any(random, IDENTITIES)));
  }

  private void ours(SplittableRandom random) throws IOException {
    StringBuilder parts = new StringBuilder();
    add(parts, random, "signatureVerification", "{\"level\":\"" + any(random, LEVELS) + "\"}");
    add(parts, random, "trustStores", "[" + any(random, STORES) + "]");
    add(parts, random, "trustedIdentities", "[" + any(random, IDENTITIES) + "]");
    String signers =
        "{\"threshold\":%d,\"identities\":[\"%s\",\"%s\"]}"
            .formatted(1 + random.nextInt(2), FIRST, SECOND);
    add(parts, random, "signers", signers);
    own(parts.isEmpty() ? "\"dmVerity\":\"require\"" : parts.substring(1));
  }

  private static void add(StringBuilder to, SplittableRandom random, String name, String value) {
    if (random.nextBoolean()) {
      to.append(",\"").append(name).append("\":").append(value);
    }
  }

  private Path image(SplittableRandom random) throws IOException {
    List<String> names = List.of("first", "second", "third");
    return random.nextBoolean()
        ? signed(any(random, names))
        : signed(any(random, names), any(random, names));
  }

  private static String any(SplittableRandom random, List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private Path signed(String... signers) throws IOException {
    Path layout = Files.createTempDirectory(folder, "layout");
    SignedLayout last = null;
    StringBuilder entries = new StringBuilder();
    for (int i = 0; i < signers.length; i++) {
      last = layout(signers[i], i);
      last.write(layout);
      byte[] manifest = Forge.text(last.manifest());
      entries.append(
          ",{\"mediaType\":\"%s\",\"digest\":\"sha256:%s\",\"size\":%d}"
              .formatted(SignedLayout.TYPE, SignedLayout.sha256(manifest), manifest.length));
    }
    java.util.Objects.requireNonNull(last)
        .withIndex(index -> index.replaceAll(",\\{[^{]*SIZE}", entries.toString()))
        .write(layout);
    return layout;
  }

  private static SignedLayout layout(String signer, int number) {
    TestIdentity leaf = CertificateMaker.named(signer, "p256").signsCode().issuedBy(TestTrust.ROOT);
    List<X509Certificate> chain = List.of(leaf.certificate(), TestTrust.ROOT.certificate());
    String header = TestTrust.HEADER.replace("00:00:00Z", "00:00:0" + number + "Z");
    return SignedLayout.of(EnvelopeFormat.JWS, Forge.jws(leaf, chain, header, TestTrust.PAYLOAD));
  }

  private boolean accepted(Path layout) throws LayersealException, IOException {
    return verify(layout).accepted().isPresent();
  }

  private ManifestVerdict verify(Path layout) throws LayersealException, IOException {
    NotationFolders folders = new NotationFolders(folder, folder, folder);
    SignerTrust trust =
        Policies.read(folders).trustFor("registry.example/app", TrustStore.of(folders));
    SignatureVerifier verifier =
        new SignatureVerifier(NotationVectors.NOBODY_TO_ASK, PluginCheck.Finder.NONE);
    try (LayoutStore store = LayoutStore.open(layout)) {
      return new ManifestVerifier(verifier)
          .verify(store, TestTrust.IMAGE, VerificationRequest.of(trust, NotationVectors.NOW));
    }
  }

  private void policy(String json) throws IOException {
    Files.writeString(folder.resolve("trustpolicy.json"), json);
  }

  private void own(String parts) throws IOException {
    Files.writeString(
        folder.resolve(LayersealPolicy.FILE),
        "{\"version\":\"1.0\",\"statements\":[{\"name\":\"own\",\"registryScopes\":[\"*\"],%s}]}"
            .formatted(parts));
  }
}
