package dev.layerseal.cli;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.SigningException;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.oci.LayoutReference;
import dev.layerseal.oci.Reference;
import dev.layerseal.verifier.trust.NotationFolders;
import dev.layerseal.verifier.trust.Policies;
import dev.layerseal.verifier.trust.PolicyStatement;
import dev.layerseal.verifier.trust.SignerTrust;
import dev.layerseal.verifier.trust.StoreName;
import dev.layerseal.verifier.trust.StoreType;
import dev.layerseal.verifier.trust.TimestampRule;
import dev.layerseal.verifier.trust.TrustStore;
import dev.layerseal.verifier.trust.TrustedIdentities;
import dev.layerseal.verifier.trust.VerificationLevel;
import dev.layerseal.x509.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that say who is trusted; without them notation's policy and stores decide. */
final class TrustOptions {

  private static final String GIVEN = "given";

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--trust-cert",
      paramLabel = "FILE",
      description = "trust these certificates (PEM or DER) instead of the policy's stores")
  List<Path> certificates = new ArrayList<>();

  @Option(
      names = "--identity",
      paramLabel = "\"x509.subject: DN\"",
      description = "with --trust-cert: who may sign (default: anybody whom they issued)")
  List<String> identities = new ArrayList<>();

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description = "with --trust-cert: strict, permissive or audit (default: strict)")
  @Nullable String level;

  @Option(
      names = "--scope",
      paramLabel = "REPOSITORY",
      description = "with --oci-layout: the repository whose policy applies")
  @Nullable String scope;

  /** Whom to trust for an image. */
  SignerTrust trustFor(ImageReference reference, Terminal terminal)
      throws LayersealException, IOException {
    if (!certificates.isEmpty()) {
      return given();
    }
    if (!identities.isEmpty() || level != null) {
      throw new ParameterException(spec.commandLine(), "--identity and --level need --trust-cert");
    }
    NotationFolders folders = Notation.folders();
    Policies policies = Policies.read(folders);
    policies.warnings().forEach(terminal::warning);
    return policies.trustFor(repository(reference), TrustStore.of(folders));
  }

  private String repository(ImageReference reference) {
    if (scope != null) {
      return scope;
    }
    if (reference instanceof Reference registry) {
      return registry.registry() + "/" + registry.repository();
    }
    return "local/" + Path.of(((LayoutReference) reference).path()).getFileName();
  }

  private SignerTrust given() throws LayersealException, IOException {
    List<X509Certificate> found = new ArrayList<>();
    for (Path file : certificates) {
      found.addAll(read(file));
    }
    StoreName store = new StoreName(StoreType.CA, GIVEN);
    String name = level == null ? "strict" : level;
    VerificationLevel chosen =
        VerificationLevel.named(name)
            .filter(one -> !one.skipsEverything())
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "level '" + name + "': expected strict, permissive or audit"));
    PolicyStatement statement =
        new PolicyStatement(
            GIVEN,
            List.of("*"),
            chosen,
            TimestampRule.ALWAYS,
            List.of(store),
            TrustedIdentities.parse(identities.isEmpty() ? List.of("*") : identities));
    return new SignerTrust(statement, TrustStore.of(Map.of(store, found)));
  }

  private static List<X509Certificate> read(Path file) throws LayersealException, IOException {
    try {
      return Certificates.parse(Files.readAllBytes(file));
    } catch (FormatException e) {
      throw new SigningException(file + ": " + e.getMessage(), e);
    }
  }
}
