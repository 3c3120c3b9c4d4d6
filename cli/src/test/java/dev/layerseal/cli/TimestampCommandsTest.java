package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.cli.interop.Responder;
import dev.layerseal.cli.interop.TimestampAuthority;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.oci.store.LayoutStore;
import dev.layerseal.testdata.CertificateMaker;
import dev.layerseal.testdata.TestIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A countersignature outlives the certificates that it speaks for. */
@Tag("interop")
class TimestampCommandsTest extends CommandTest {

  private static final TestIdentity ROOT = TestIdentity.root("p256");
  private static final TestIdentity CLOCK = TestIdentity.root("rsa3072");
  private final Instant now = Instant.now();

  private String image = "";

  @BeforeEach
  void prepare() throws Exception {
    store("ca", ROOT);
    store("tsa", CLOCK);
    Path layout = folder.resolve("layout");
    byte[] empty = "{}".getBytes(UTF_8);
    Descriptor config = Descriptor.of("application/vnd.oci.image.config.v1+json", empty);
    Manifest manifest =
        Manifest.of(Optional.empty(), config, List.of(), Optional.empty(), Map.of());
    try (ImageStore store = LayoutStore.create(layout)) {
      store.pushBlob(config, empty);
      store.pushManifest(manifest.descriptor(), manifest.bytes(), Optional.of("v1"));
    }
    image = layout + "@" + manifest.descriptor().digest();
  }

  @Test
  void countersignedImagesAreGoodAfterTheLeafHasExpired() throws Exception {
    String later = now.plus(Duration.ofDays(3)).toString();
    try (Responder clock = new TimestampAuthority(folder, CLOCK).start()) {
      assertEquals(0, sign("--timestamp-url", clock.address()), text());
    }
    policy("\"ca:test\",\"tsa:test\"", "afterCertExpiry");
    assertEquals(0, run("verify", "--oci-layout", image), text());
    assertEquals(0, run("verify", "--oci-layout", "--at", later, image), text());
    policy("\"ca:test\"", "always");
    assertEquals(1, run("verify", "--oci-layout", "--at", later, image));
    assertTrue(text().contains("authenticTimestamp"), text());
    policy("\"ca:test\",\"tsa:test\"", "always");
    assertEquals(0, run("verify", "--oci-layout", "--at", later, image), text());
  }

  @Test
  void othersAreNot() throws Exception {
    String later = now.plus(Duration.ofDays(3)).toString();
    assertEquals(0, sign(), text());
    policy("\"ca:test\",\"tsa:test\"", "afterCertExpiry");
    assertEquals(0, run("verify", "--oci-layout", image), text());
    assertEquals(1, run("verify", "--oci-layout", "--at", later, image));
    assertTrue(text().contains("no timestamp countersignature"), text());
    policy("\"ca:test\",\"tsa:test\"", "always");
    assertEquals(1, run("verify", "--oci-layout", image));
  }

  private int sign(String... timestamp) throws Exception {
    TestIdentity leaf =
        CertificateMaker.named("brief", "p256")
            .signsCode()
            .valid(seconds(now.minus(Duration.ofDays(1))), seconds(now.plus(Duration.ofDays(1))))
            .issuedBy(ROOT);
    Files.writeString(folder.resolve("leaf.key"), leaf.keyPem());
    Files.writeString(folder.resolve("leaf.crt"), leaf.certificatePem() + ROOT.certificatePem());
    ArrayList<String> command =
        new ArrayList<>(
            List.of("sign", "--oci-layout", "--key-file", folder.resolve("leaf.key").toString()));
    command.addAll(List.of("--cert-file", folder.resolve("leaf.crt").toString()));
    if (timestamp.length > 0) {
      command.addAll(List.of(timestamp));
      Path root = folder.resolve(".config/notation/truststore/x509/tsa/test/root.crt");
      command.addAll(List.of("--timestamp-root-cert", root.toString()));
    }
    command.add(image);
    return run(command.toArray(String[]::new));
  }

  /** Whole seconds, as certificates have them. */
  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private void store(String type, TestIdentity root) throws Exception {
    Path store = folder.resolve(".config/notation/truststore/x509").resolve(type).resolve("test");
    Files.createDirectories(store);
    Files.writeString(store.resolve("root.crt"), root.certificatePem());
  }

  private void policy(String stores, String rule) throws Exception {
    Files.writeString(
        folder.resolve(".config/notation/trustpolicy.json"),
        """
        {"version":"1.0","trustPolicies":[{"name":"all","registryScopes":["*"],
         "signatureVerification":{"level":"strict","verifyTimestamp":"%s"},
         "trustStores":[%s],"trustedIdentities":["*"]}]}
        """
            .formatted(rule, stores));
  }
}
