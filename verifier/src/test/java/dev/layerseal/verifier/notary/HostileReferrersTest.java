package dev.layerseal.verifier.notary;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.LayersealException;
import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.notary.SignatureManifest;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.oci.store.LayoutStore;
import dev.layerseal.seal.SealForm;
import dev.layerseal.verifier.revocation.RevocationReport;
import dev.layerseal.verifier.seal.SealVerdict;
import dev.layerseal.verifier.seal.SealVerifier;
import dev.layerseal.verifier.trust.SignerTrust;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Anybody may push referrers, and as large ones as the registry takes. */
class HostileReferrersTest {

  private static final String ROOT_HASH = "ab".repeat(32);

  @TempDir Path folder = Path.of("");

  private final List<Digest> fetched = new ArrayList<>();
  private int blobs;

  @Test
  void noMoreThanTheLimitOfEnvelopesIsRead() throws Exception {
    Descriptor image = NotationVectors.image();
    try (LayoutStore layout = LayoutStore.create(folder)) {
      for (int i = 0; i < 5; i++) {
        Descriptor envelope = blob(EnvelopeFormat.JWS.mediaType(), 30 << 20);
        push(layout, Manifest.artifact(SignatureManifest.TYPE, List.of(envelope), image, Map.of()));
      }
      SignatureVerifier verifier =
          new SignatureVerifier(
              (chain, now, signed) -> new RevocationReport(List.of()), PluginCheck.Finder.NONE);
      ManifestVerdict verdict =
          new ManifestVerifier(verifier)
              .verify(counting(layout), image, VerificationRequest.of(trust(), Instant.now()));
      assertEquals(5, verdict.reports().size());
      assertThrows(LayersealException.class, verdict::orThrow);
      assertTrue(
          verdict
              .reports()
              .get(4)
              .refusal()
              .orElseThrow()
              .fault()
              .orElseThrow()
              .contains("64 MiB"));
    }
    assertEquals(2, fetched.size(), "each is 30 MiB");
  }

  @Test
  void noMoreThanTheLimitOfSealsIsRead() throws Exception {
    try (LayoutStore layout = LayoutStore.create(folder)) {
      byte[] config = "{\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}".getBytes(US_ASCII);
      Descriptor named = Descriptor.of("application/vnd.oci.image.config.v1+json", config);
      layout.pushBlob(named, config);
      Manifest image = Manifest.of(Optional.empty(), named, List.of(), Optional.empty(), Map.of());
      push(layout, image);
      for (int i = 0; i < 12; i++) {
        push(
            layout,
            Manifest.artifact(
                SealForm.PROPOSAL.artifactType(),
                List.of(entry(3 << 20)),
                image.descriptor(),
                Map.of()));
      }
      SealVerdict verdict =
          new SealVerifier(
                  (chain, now, signed) -> new RevocationReport(List.of()), Optional.empty())
              .verify(counting(layout), image.descriptor().plain(), image, trust(), Instant.now());
      assertEquals(12, verdict.reports().size());
      assertTrue(verdict.accepted().isEmpty());
      assertTrue(verdict.reports().get(11).why().orElseThrow().contains("32 MiB"));
    }
    assertEquals(10, fetched.size(), "each is 3 MiB");
  }

  private Descriptor entry(long size) {
    Descriptor layer = blob("application/pkcs7-signature", size);
    return layer.withAnnotations(
        Map.of(
            "io.cncf.notary.layer.digest",
            layer.digest().toString(),
            "io.cncf.notary.dm-verity.root-hash",
            ROOT_HASH));
  }

  private Descriptor blob(String type, long size) {
    byte[] content = ByteBuffer.allocate(Integer.BYTES).putInt(blobs++).array();
    return Descriptor.of(type, Digest.sha256(content), size);
  }

  private static void push(ImageStore store, Manifest manifest) throws Exception {
    store.pushManifest(manifest.descriptor(), manifest.bytes(), Optional.empty());
  }

  private SignerTrust trust() throws Exception {
    return NotationVectors.trust();
  }

  /** The store, whose blobs are all empty. */
  private ImageStore counting(ImageStore store) {
    return (ImageStore)
        Proxy.newProxyInstance(
            ImageStore.class.getClassLoader(),
            new Class<?>[] {ImageStore.class},
            (proxy, method, arguments) -> {
              Descriptor first =
                  arguments != null && arguments[0] instanceof Descriptor d ? d : null;
              if (method.getName().equals("fetchBlob") && first != null && first.size() > 1 << 20) {
                fetched.add(first.digest());
                return new byte[0];
              }
              return method.invoke(store, arguments);
            });
  }
}
