package dev.layerseal.verifier.notary;

import dev.layerseal.error.LayersealException;
import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.oci.store.LayoutStore;
import dev.layerseal.testdata.NotationPeer;
import dev.layerseal.verifier.trust.NotationFolders;
import dev.layerseal.verifier.trust.PolicyFile;
import dev.layerseal.verifier.trust.SignerTrust;
import dev.layerseal.verifier.trust.TrustStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What layerseal and what notation say about the same files. */
final class Verdicts {

  private static final Pattern CHECK = Pattern.compile("msg=\"?(\\w+) validation failed");
  private static final SignatureVerifier VERIFIER =
      new SignatureVerifier(NotationVectors.NOBODY_TO_ASK, PluginCheck.Finder.NONE);

  private final Path folder;
  private final Path config;
  private int layouts;

  Verdicts(Path folder) throws IOException {
    this.folder = folder;
    this.config = folder.resolve("config");
    TestTrust.write(config);
  }

  /**
   * The check that refuses, or one of {@code accepted}, {@code unsigned}, {@code unreadable},
   * {@code policy}.
   */
  String ours(Manipulation manipulation) throws LayersealException, IOException {
    Path layout = write(manipulation);
    VerificationRequest request;
    try {
      request = request();
    } catch (LayersealException e) {
      return "policy";
    }
    try (LayoutStore store = LayoutStore.open(layout)) {
      ManifestVerdict verdict =
          new ManifestVerifier(VERIFIER).verify(store, TestTrust.IMAGE, request);
      if (verdict.reports().isEmpty()) {
        return Manipulation.UNSIGNED;
      }
      return verdict.accepted().isPresent()
          ? Manipulation.ACCEPTED
          : verdict.reports().get(0).refusal().orElseThrow().type().toString();
    } catch (LayersealException e) {
      return Manipulation.UNREADABLE;
    }
  }

  /** The same as notation says it; {@code refused} where it names no check. */
  String notation(Manipulation manipulation) throws IOException, InterruptedException {
    Path layout = write(manipulation);
    NotationPeer.Result result =
        new NotationPeer(folder, config)
            .run(
                List.of(
                    "verify",
                    "-v",
                    "--oci-layout",
                    "--scope",
                    "registry.example/app",
                    layout + "@" + TestTrust.IMAGE.digest()));
    if (result.status() == 0) {
      return Manipulation.ACCEPTED;
    }
    if (result.text().contains("no signature is associated")) {
      return Manipulation.UNSIGNED;
    }
    Matcher named = CHECK.matcher(result.text());
    String last = Manipulation.REFUSED;
    while (named.find()) {
      last = String.valueOf(named.group(1));
    }
    return last;
  }

  /** Whether notation verifies the image in a registry, under the usual policy. */
  boolean notation(String option, String repository) throws IOException, InterruptedException {
    Files.writeString(config.resolve("trustpolicy.json"), TestTrust.POLICY);
    String reference = repository + "@" + TestTrust.IMAGE.digest();
    return new NotationPeer(folder, config).run(List.of("verify", option, reference)).status() == 0;
  }

  /** The signatures of the image in a store, under the usual policy. */
  ManifestVerdict ours(ImageStore store) throws LayersealException, IOException {
    Files.writeString(config.resolve("trustpolicy.json"), TestTrust.POLICY);
    return new ManifestVerifier(VERIFIER).verify(store, TestTrust.IMAGE, request());
  }

  SignatureReport detached(EnvelopeFormat format, byte[] envelope)
      throws LayersealException, IOException {
    Files.writeString(config.resolve("trustpolicy.json"), TestTrust.POLICY);
    return VERIFIER.verify(format, envelope, TestTrust.IMAGE, request());
  }

  private Path write(Manipulation manipulation) throws IOException {
    Files.writeString(config.resolve("trustpolicy.json"), manipulation.policy());
    return manipulation.layout().write(folder.resolve("layout" + layouts++));
  }

  private VerificationRequest request() throws LayersealException, IOException {
    NotationFolders folders = new NotationFolders(config, config, folder.resolve("cache"));
    SignerTrust trust =
        new SignerTrust(
            PolicyFile.read(folders).policy().statementFor("registry.example/app"),
            TrustStore.of(folders));
    return VerificationRequest.of(trust, NotationVectors.NOW);
  }
}
