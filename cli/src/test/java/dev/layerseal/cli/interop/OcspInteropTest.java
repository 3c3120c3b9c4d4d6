package dev.layerseal.cli.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.layerseal.testdata.CertificateMaker;
import dev.layerseal.testdata.Peer;
import dev.layerseal.testdata.TestIdentity;
import dev.layerseal.verifier.revocation.HttpRevocationFetcher;
import dev.layerseal.verifier.revocation.OnlineRevocation;
import dev.layerseal.verifier.revocation.RevocationFetcher;
import dev.layerseal.verifier.revocation.RevocationStatus;
import dev.layerseal.x509.CertificateChain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real OCSP responder on loopback, and what each of its answers means. */
@Tag("interop")
class OcspInteropTest {

  private static final TestIdentity ROOT = TestIdentity.root("p256");
  private static final TestIdentity STRANGER = TestIdentity.root("p384");

  @TempDir Path folder;

  @Test
  void tellsGoodRevokedAndUnknownApart() throws Exception {
    assertEquals(RevocationStatus.GOOD, status("V", ROOT, Instant.now()));
    assertEquals(RevocationStatus.REVOKED, status("R", ROOT, Instant.now()));
    assertEquals(RevocationStatus.UNKNOWN, status("-", ROOT, Instant.now()));
  }

  @Test
  void tellsAnAnswerThatIsOutOfDate() throws Exception {
    Instant later = Instant.now().plus(Duration.ofDays(3));
    assertEquals(RevocationStatus.STALE, status("V", ROOT, later));
  }

  @Test
  void doesNotBelieveAStranger() throws Exception {
    assertEquals(RevocationStatus.UNUSABLE, status("V", STRANGER, Instant.now()));
  }

  @Test
  void tellsAResponderThatIsNotThere() throws Exception {
    CertificateChain chain = chain("http://127.0.0.1:1/");
    assertEquals(
        RevocationStatus.UNREACHABLE,
        new OnlineRevocation(new HttpRevocationFetcher(), folder)
            .check(chain, Instant.now(), Optional.empty())
            .status());
  }

  @Test
  void takesAnAnswerThatWasGiven() throws Exception {
    CertificateChain chain = chain("http://127.0.0.1:1/");
    Path answer = folder.resolve("reply");
    prepare(chain, "R", ROOT);
    Path certificate = folder.resolve("leaf.crt");
    Files.writeString(certificate, dev.layerseal.x509.Certificates.pem(List.of(chain.leaf())));
    Path query = folder.resolve("query");
    Path issuer = folder.resolve("root.crt");
    Peer.find("openssl")
        .run("ocsp", "-issuer", issuer, "-cert", certificate, "-no_nonce", "-reqout", query)
        .orFail();
    reply(Files.readAllBytes(query));
    OnlineRevocation revocation =
        new OnlineRevocation(
            RevocationFetcher.OFFLINE, folder, List.of(), List.of(Files.readAllBytes(answer)));
    assertEquals(
        RevocationStatus.REVOKED,
        revocation.check(chain, Instant.now(), Optional.empty()).status());
  }

  private RevocationStatus status(String state, TestIdentity responder, Instant now)
      throws Exception {
    try (Responder server = Responder.start(this::reply)) {
      CertificateChain chain = chain(server.address());
      prepare(chain, state, responder);
      return new OnlineRevocation(new HttpRevocationFetcher(), folder)
          .check(chain, now, Optional.empty())
          .status();
    }
  }

  private static CertificateChain chain(String responder) {
    TestIdentity leaf =
        CertificateMaker.named("asked", "p256")
            .signsCode()
            .extension("1.3.6.1.5.5.7.1.1", false, access(responder))
            .issuedBy(ROOT);
    return new CertificateChain(List.of(leaf.certificate(), ROOT.certificate()));
  }

  /** authorityInfoAccess with one responder. */
  private static byte[] access(String address) {
    byte[] uri = address.getBytes(StandardCharsets.US_ASCII);
    byte[] method = HexFormat.of().parseHex("06082b06010505073001");
    ByteArrayOutputStream description = new ByteArrayOutputStream();
    description.writeBytes(method);
    description.write(0x86);
    description.write(uri.length);
    description.writeBytes(uri);
    return sequence(sequence(description.toByteArray()));
  }

  private static byte[] sequence(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0x30);
    out.write(content.length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  private void prepare(CertificateChain chain, String state, TestIdentity responder)
      throws IOException {
    String serial =
        HexFormat.of().withUpperCase().formatHex(chain.leaf().getSerialNumber().toByteArray());
    String line =
        "%s\t500101000000Z\t%s\t%s\tunknown\t/CN=asked\n"
            .formatted(state, state.equals("R") ? "250101000000Z" : "", serial);
    Files.writeString(folder.resolve("index.txt"), state.equals("-") ? "" : line);
    Files.writeString(folder.resolve("root.crt"), ROOT.certificatePem());
    Files.writeString(folder.resolve("responder.crt"), responder.certificatePem());
    Files.writeString(folder.resolve("responder.key"), responder.keyPem());
  }

  private byte[] reply(byte[] request) throws IOException {
    Path query = Files.write(folder.resolve("query"), request);
    Path reply = folder.resolve("reply");
    Peer.find("openssl")
        .run(
            "ocsp",
            "-index",
            folder.resolve("index.txt"),
            "-CA",
            folder.resolve("root.crt"),
            "-rsigner",
            folder.resolve("responder.crt"),
            "-rkey",
            folder.resolve("responder.key"),
            "-ndays",
            "1",
            "-reqin",
            query,
            "-respout",
            reply)
        .orFail();
    return Files.readAllBytes(reply);
  }
}
