package dev.layerseal.cli.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.RegistryException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.oci.store.LayoutStore;
import dev.layerseal.signer.notary.NotaryOptions;
import dev.layerseal.signer.notary.NotarySigner;
import dev.layerseal.signer.notary.TimestampClient;
import dev.layerseal.testdata.NotationPeer;
import dev.layerseal.testdata.TestIdentity;
import dev.layerseal.timestamp.TimestampToken;
import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.Certificates;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Timestamps of a real authority, asked over loopback; notation has to take them too. */
@Tag("interop")
class TimestampInteropTest {

  private static final TestIdentity ROOT = TestIdentity.root("rsa3072");

  @TempDir Path folder;

  @Test
  void verifiesWhatTheAuthorityAnswers() throws Exception {
    try (Responder responder = new TimestampAuthority(folder, ROOT).start()) {
      byte[] message = {1, 2, 3};
      byte[] der = client(responder.address(), ROOT).timestamp(message, "SHA-384");
      TimestampToken token = TimestampToken.decode(der);
      assertEquals(1, token.accuracy().toSeconds());
      CertificateChain chain = token.verify(message, List.of(ROOT.certificate()));
      assertEquals(ROOT.certificate(), chain.last());
      assertThrows(
          VerificationException.class,
          () -> token.verify(new byte[] {1, 2, 4}, List.of(ROOT.certificate())));
    }
  }

  @Test
  void refusesAnAuthorityThatIsNotTrusted() throws Exception {
    TestIdentity other = TestIdentity.root("rsa4096");
    try (Responder responder = new TimestampAuthority(folder, ROOT).start()) {
      assertThrows(
          VerificationException.class,
          () -> client(responder.address(), other).timestamp(new byte[1], "SHA-256"));
    }
  }

  @Test
  void tellsAnAuthorityThatIsNotThereFromOneThatRefuses() throws Exception {
    assertThrows(
        RegistryException.class,
        () -> client("http://127.0.0.1:1/", ROOT).timestamp(new byte[1], "SHA-256"));
  }

  @Test
  void notationTakesOurCountersignedSignatures() throws Exception {
    Path config = Files.createDirectories(folder.resolve("config"));
    Signers signers = Signers.make(config);
    Path store = Files.createDirectories(config.resolve("truststore/x509/tsa/interop"));
    Files.writeString(store.resolve("root.crt"), pem(ROOT.certificate()));
    Files.writeString(
        config.resolve("trustpolicy.json"),
        Signers.POLICY.replace("\"ca:interop\"", "\"ca:interop\",\"tsa:interop\""));
    NotationPeer notation = new NotationPeer(folder, config);
    try (Responder responder = new TimestampAuthority(folder, ROOT).start()) {
      for (EnvelopeFormat format : EnvelopeFormat.values()) {
        Path layout = folder.resolve("layout" + format);
        try (ImageStore images = LayoutStore.create(layout)) {
          Descriptor image = NotationInteropTest.push(images, "stamped");
          NotarySigner signer =
              new NotarySigner(
                  Objects.requireNonNull(signers.keys().get("p384")),
                  Optional.of(client(responder.address(), ROOT)));
          signer
              .sign(image, NotaryOptions.of("layerseal/test").withFormat(format), Instant.now())
              .push(images);
          NotationPeer.Result result =
              notation.run(
                  List.of(
                      "verify",
                      "-v",
                      "--oci-layout",
                      "--scope",
                      "local/test",
                      layout + "@" + image.digest()));
          assertEquals(0, result.status(), result.text());
        }
      }
    }
  }

  @Test
  void notationRefusesOursWithoutACountersignature() throws Exception {
    Path config = Files.createDirectories(folder.resolve("config"));
    Signers signers = Signers.make(config);
    Path store = Files.createDirectories(config.resolve("truststore/x509/tsa/interop"));
    Files.writeString(store.resolve("root.crt"), pem(ROOT.certificate()));
    Files.writeString(
        config.resolve("trustpolicy.json"),
        Signers.POLICY.replace("\"ca:interop\"", "\"ca:interop\",\"tsa:interop\""));
    Path layout = folder.resolve("layout");
    try (ImageStore images = LayoutStore.create(layout)) {
      Descriptor image = NotationInteropTest.push(images, "plain");
      new NotarySigner(Objects.requireNonNull(signers.keys().get("p384")))
          .sign(image, NotaryOptions.of("layerseal/test"), Instant.now())
          .push(images);
      NotationPeer.Result result =
          new NotationPeer(folder, config)
              .run(
                  List.of(
                      "verify",
                      "-v",
                      "--oci-layout",
                      "--scope",
                      "local/test",
                      layout + "@" + image.digest()));
      assertEquals(1, result.status());
      assertTrue(result.text().contains("no timestamp countersignature"), result.text());
    }
  }

  private static TimestampClient client(String address, TestIdentity root) {
    return new TimestampClient(
        URI.create(address), List.of(root.certificate()), new SplittableRandom(1), authority -> {});
  }

  private static String pem(X509Certificate certificate) {
    return Certificates.pem(List.of(certificate));
  }
}
