package dev.layerseal.cli.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.notary.SignatureManifest;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.Reference;
import dev.layerseal.oci.registry.RegistrySettings;
import dev.layerseal.oci.registry.RegistryStore;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.oci.store.LayoutStore;
import dev.layerseal.signer.SigningKey;
import dev.layerseal.signer.notary.NotaryOptions;
import dev.layerseal.signer.notary.NotarySigner;
import dev.layerseal.testdata.NotationPeer;
import dev.layerseal.verifier.notary.ManifestVerdict;
import dev.layerseal.verifier.notary.ManifestVerifier;
import dev.layerseal.verifier.notary.PluginCheck;
import dev.layerseal.verifier.notary.SignatureVerifier;
import dev.layerseal.verifier.notary.VerificationRequest;
import dev.layerseal.verifier.revocation.OnlineRevocation;
import dev.layerseal.verifier.revocation.RevocationFetcher;
import dev.layerseal.verifier.trust.NotationFolders;
import dev.layerseal.verifier.trust.PolicyFile;
import dev.layerseal.verifier.trust.SignerTrust;
import dev.layerseal.verifier.trust.TrustStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each kind of key, in both envelopes, in each kind of store, signed by one and verified by the
 * other.
 */
@Tag("interop")
class NotationInteropTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"registry-referrers", "docker-registry", "crane"})
  void eachVerifiesWhatTheOtherSignedInARegistry(String kind) throws Exception {
    Signers signers = signers();
    NotationPeer notation = new NotationPeer(folder, signers.config());
    List<String> wrong = new ArrayList<>();
    try (Server server = Server.start(kind, folder)) {
      for (EnvelopeFormat format : EnvelopeFormat.values()) {
        for (Map.Entry<String, SigningKey> signer : signers.keys().entrySet()) {
          String name = server.address() + "/" + signer.getKey() + "/" + format;
          try (ImageStore store =
              RegistryStore.open(
                  Reference.parse(name), RegistrySettings.DEFAULT.withPlainHttp(true))) {
            check(store, signers, notation, signer, format, name, wrong);
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void eachVerifiesWhatTheOtherSignedInALayout() throws Exception {
    Signers signers = signers();
    NotationPeer notation = new NotationPeer(folder, signers.config());
    List<String> wrong = new ArrayList<>();
    for (EnvelopeFormat format : EnvelopeFormat.values()) {
      for (Map.Entry<String, SigningKey> signer : signers.keys().entrySet()) {
        Path layout = folder.resolve("layouts").resolve(signer.getKey() + format);
        try (ImageStore store = LayoutStore.create(layout)) {
          check(store, signers, notation, signer, format, layout.toString(), wrong);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  /** Where the list of referrers is made by us it says what notation looks for. */
  @ParameterizedTest
  @ValueSource(strings = {"docker-registry", "crane"})
  void notationTakesTheNewerShape(String kind) throws Exception {
    Signers signers = signers();
    SigningKey key = Objects.requireNonNull(signers.keys().get("p256"));
    try (Server server = Server.start(kind, folder)) {
      String name = server.address() + "/newer";
      try (ImageStore store =
          RegistryStore.open(Reference.parse(name), RegistrySettings.DEFAULT.withPlainHttp(true))) {
        Descriptor image = push(store, "newer");
        NotaryOptions options =
            NotaryOptions.of("layerseal/test").withShape(SignatureManifest.Shape.ARTIFACT_TYPE);
        new NotarySigner(key).sign(image, options, Instant.now()).push(store);
        NotationPeer notation = new NotationPeer(folder, signers.config());
        NotationPeer.Result verified = notation.run(verify(store, name, image));
        assertEquals(0, verified.status(), verified.text());
      }
    }
  }

  private Signers signers() throws Exception {
    return Signers.make(Files.createDirectories(folder.resolve("config")));
  }

  private void check(
      ImageStore store,
      Signers signers,
      NotationPeer notation,
      Map.Entry<String, SigningKey> signer,
      EnvelopeFormat format,
      String name,
      List<String> wrong)
      throws Exception {
    String cell = name + ": ";
    Descriptor ours = push(store, "ours");
    NotaryOptions options =
        NotaryOptions.of("layerseal/test").withFormat(format).withMetadata(Map.of("by", "us"));
    new NotarySigner(signer.getValue()).sign(ours, options, Instant.now()).push(store);
    NotationPeer.Result verified = notation.run(verify(store, name, ours));
    if (verified.status() != 0 || !verified.text().contains("by")) {
      wrong.add(cell + "notation refuses ours: " + verified.text());
    }
    Descriptor theirs = push(store, "theirs");
    NotationPeer.Result signed = notation.run(sign(store, name, theirs, signer.getKey(), format));
    assertEquals(0, signed.status(), cell + signed.text());
    ManifestVerdict verdict = verify(reopened(store, name), signers, theirs);
    if (verdict.accepted().isEmpty()) {
      wrong.add(cell + "we refuse notation's: " + verdict.reports());
    } else {
      assertTrue(verdict.accepted().get().logged().isEmpty());
    }
  }

  private static ImageStore reopened(ImageStore store, String name) throws Exception {
    return store instanceof LayoutStore ? LayoutStore.open(Path.of(name)) : store;
  }

  private ManifestVerdict verify(ImageStore store, Signers signers, Descriptor subject)
      throws Exception {
    NotationFolders folders =
        new NotationFolders(signers.config(), signers.config(), folder.resolve("cache"));
    SignerTrust trust =
        new SignerTrust(
            PolicyFile.read(folders).policy().statementFor("any.example/thing"),
            TrustStore.of(folders));
    SignatureVerifier verifier =
        new SignatureVerifier(
            new OnlineRevocation(RevocationFetcher.OFFLINE, folders.crlCache()),
            PluginCheck.Finder.NONE);
    return new ManifestVerifier(verifier)
        .verify(store, subject, VerificationRequest.of(trust, Instant.now()));
  }

  private static List<String> verify(ImageStore store, String name, Descriptor subject) {
    String reference = name + "@" + subject.digest();
    return store instanceof LayoutStore
        ? List.of("verify", "-v", "--oci-layout", "--scope", "local/test", reference)
        : List.of("verify", "-v", "--insecure-registry", reference);
  }

  private static List<String> sign(
      ImageStore store, String name, Descriptor subject, String key, EnvelopeFormat format) {
    String reference = name + "@" + subject.digest();
    return List.of(
        "sign",
        store instanceof LayoutStore ? "--oci-layout" : "--insecure-registry",
        "--key",
        key,
        "--signature-format",
        format.toString(),
        reference);
  }

  /** A small image that nobody has signed. */
  static Descriptor push(ImageStore store, String name) throws Exception {
    byte[] config =
        "{\"architecture\":\"amd64\",\"os\":\"linux\"}".getBytes(StandardCharsets.UTF_8);
    byte[] layer = name.getBytes(StandardCharsets.UTF_8);
    Descriptor configDescriptor = Descriptor.of("application/vnd.oci.image.config.v1+json", config);
    Descriptor layerDescriptor = Descriptor.of("application/vnd.oci.image.layer.v1.tar", layer);
    store.pushBlob(configDescriptor, config);
    store.pushBlob(layerDescriptor, layer);
    Manifest manifest =
        Manifest.of(
            Optional.empty(),
            configDescriptor,
            List.of(layerDescriptor),
            Optional.empty(),
            Map.of());
    store.pushManifest(manifest.descriptor(), manifest.bytes(), Optional.of(name));
    return manifest.descriptor();
  }
}
