package dev.layerseal.verifier.revocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.verifier.notary.NotationVectors;
import dev.layerseal.verifier.notary.PluginCheck;
import dev.layerseal.verifier.notary.SignatureReport;
import dev.layerseal.verifier.notary.SignatureVerifier;
import dev.layerseal.verifier.notary.VerificationRequest;
import dev.layerseal.verifier.trust.CheckType;
import dev.layerseal.x509.CertificateChain;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevocationListTest {

  private static final String ADDRESS = "http://127.0.0.1:5933/root-p256.crl";

  @TempDir Path cache;

  @Test
  void tellsGoodFromRevoked() throws Exception {
    RevocationChecker checker = new OnlineRevocation(serving(list()), cache);
    assertEquals(RevocationStatus.GOOD, status(checker, "crlgood", NotationVectors.NOW));
    assertEquals(RevocationStatus.REVOKED, status(checker, "crlrevoked", NotationVectors.NOW));
  }

  @Test
  void tellsWhatIsUnreachableStaleOrUnusable() throws Exception {
    Instant late = Instant.parse("2090-01-01T00:00:00Z");
    assertEquals(
        RevocationStatus.UNREACHABLE,
        status(new OnlineRevocation(RevocationFetcher.OFFLINE, cache), "crlgood", late));
    assertEquals(
        RevocationStatus.STALE,
        status(new OnlineRevocation(serving(list()), cache), "crlgood", late));
    byte[] forged = list();
    forged[forged.length - 1] ^= 1;
    assertEquals(
        RevocationStatus.UNUSABLE,
        status(new OnlineRevocation(serving(forged), cache), "crlgood", NotationVectors.NOW));
    assertEquals(
        RevocationStatus.UNUSABLE,
        status(new OnlineRevocation(serving(new byte[10]), cache), "crlgood", NotationVectors.NOW));
  }

  @Test
  void asksNobodyAboutACertificateThatNamesNobody() throws Exception {
    RevocationChecker checker = new OnlineRevocation(RevocationFetcher.OFFLINE, cache);
    assertEquals(RevocationStatus.NOT_REVOCABLE, status(checker, "p256", NotationVectors.NOW));
  }

  @Test
  void readsTheCacheThatNotationWrites() throws Exception {
    status(new OnlineRevocation(serving(list()), cache), "crlgood", NotationVectors.NOW);
    List<Path> files;
    try (var entries = Files.list(cache)) {
      files = entries.toList();
    }
    assertEquals(1, files.size());
    assertEquals(
        dev.layerseal.oci.Digest.sha256(ADDRESS.getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .hex(),
        files.get(0).getFileName().toString());
    assertTrue(Files.readString(files.get(0)).startsWith("{\"baseCRL\":\"MII"));
    RevocationChecker offline = new OnlineRevocation(RevocationFetcher.OFFLINE, cache);
    assertEquals(RevocationStatus.REVOKED, status(offline, "crlrevoked", NotationVectors.NOW));
  }

  @Test
  void takesListsThatWereGiven() throws Exception {
    RevocationChecker checker =
        new OnlineRevocation(RevocationFetcher.OFFLINE, cache, List.of(list()), List.of());
    assertEquals(RevocationStatus.GOOD, status(checker, "crlgood", NotationVectors.NOW));
    assertEquals(RevocationStatus.REVOKED, status(checker, "crlrevoked", NotationVectors.NOW));
  }

  @Test
  void decidesAboutTheStoredSignatures() throws Exception {
    RevocationChecker checker = new OnlineRevocation(serving(list()), cache);
    assertTrue(verify(checker, "crlgood").accepted());
    SignatureReport revoked = verify(checker, "crlrevoked");
    assertEquals(CheckType.REVOCATION, revoked.refusal().orElseThrow().type());
    assertEquals(Optional.of(Reason.REVOKED), revoked.reason());
    RevocationChecker offline =
        new OnlineRevocation(RevocationFetcher.OFFLINE, cache.resolve("empty"));
    assertTrue(verify(offline, "crlgood").refusal().orElseThrow().unknown());
  }

  private static SignatureReport verify(RevocationChecker checker, String name) throws Exception {
    return new SignatureVerifier(checker, PluginCheck.Finder.NONE)
        .verify(
            EnvelopeFormat.JWS,
            NotationVectors.read("revocation/%s/envelope.jws".formatted(name)),
            NotationVectors.image(),
            VerificationRequest.of(NotationVectors.trust(), NotationVectors.NOW));
  }

  private static RevocationStatus status(RevocationChecker checker, String name, Instant now)
      throws Exception {
    CertificateChain chain =
        CertificateChain.parse(NotationVectors.read("pki/chain-%s.pem".formatted(name)));
    return checker.check(chain, now, Optional.empty()).status();
  }

  private static byte[] list() {
    return NotationVectors.read("revocation/root-p256.crl");
  }

  private static RevocationFetcher serving(byte[] list) {
    return new RevocationFetcher() {
      @Override
      public byte[] fetchList(URI address) throws IOException {
        if (!address.toString().equals(ADDRESS)) {
          throw new IOException("another address: " + address);
        }
        return list;
      }

      @Override
      public byte[] askResponder(URI address, byte[] request) throws IOException {
        throw new IOException("no responder");
      }
    };
  }
}
