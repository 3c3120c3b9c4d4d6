package dev.layerseal.cli;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.notary.SignatureManifest;
import dev.layerseal.signer.notary.NotaryOptions;
import dev.layerseal.signer.notary.TimestampClient;
import dev.layerseal.signer.notary.Timestamper;
import dev.layerseal.verifier.revocation.HttpRevocationFetcher;
import dev.layerseal.verifier.revocation.OnlineRevocation;
import dev.layerseal.verifier.revocation.RevocationReport;
import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.Certificates;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of a Notary Project signature. */
final class SignatureOptions {

  private static final String SEALS = "pkcs7";

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--signature-format",
      paramLabel = "FORMAT",
      description = {
        "of the manifest's signature: jws or cose (default: that of notation's config.json, or jws);",
        "pkcs7 with --dm-verity: that of the seals, which have no other"
      })
  @Nullable String formatName;

  private @Nullable EnvelopeFormat format;

  /** The format of the manifest's signature. */
  EnvelopeFormat format() throws LayersealException, IOException {
    if (format == null) {
      format =
          formatName == null || formatName.equals(SEALS)
              ? NotationConfig.read(Notation.folders()).signatureFormat().orElse(EnvelopeFormat.JWS)
              : EnvelopeFormat.named(formatName.toLowerCase(Locale.ROOT))
                  .orElseThrow(
                      () ->
                          new ParameterException(
                              spec.commandLine(),
                              "--signature-format '%s': expected jws or cose"
                                  .formatted(formatName)));
    }
    return format;
  }

  /** Takes another format than the options say. */
  void format(EnvelopeFormat other) {
    format = other;
  }

  /** Whether the format of seals was named. */
  boolean namesSeals() {
    return SEALS.equals(formatName);
  }

  @Option(
      names = {"-m", "--user-metadata"},
      paramLabel = "KEY=VALUE",
      description = "signed along with the manifest; may be repeated")
  Map<String, String> metadata = new LinkedHashMap<>();

  @Option(
      names = {"-e", "--expiry"},
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "how long the manifest's signature is good, such as 8760h (default: for ever)")
  @Nullable Duration expiry;

  @Option(
      names = "--timestamp-url",
      paramLabel = "URL",
      description = "time-stamp authority that countersigns; with --timestamp-root-cert")
  @Nullable URI timestampUrl;

  @Option(
      names = "--timestamp-root-cert",
      paramLabel = "FILE",
      description = "root certificate of the time-stamp authority")
  @Nullable Path timestampRoot;

  NotaryOptions notary(SignatureManifest.Shape shape) throws LayersealException, IOException {
    NotaryOptions options =
        NotaryOptions.of("layerseal/" + VersionCommand.version())
            .withFormat(format())
            .withShape(shape)
            .withMetadata(metadata);
    return expiry == null ? options : options.withExpiry(expiry);
  }

  /** The authority that countersigns, when one is named. */
  Optional<Timestamper> timestamper(Clock clock) throws LayersealException, IOException {
    if (timestampUrl == null && timestampRoot == null) {
      return Optional.empty();
    }
    if (timestampUrl == null || timestampRoot == null) {
      throw new ParameterException(
          spec.commandLine(), "--timestamp-url and --timestamp-root-cert go together");
    }
    String scheme = String.valueOf(timestampUrl.getScheme());
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new ParameterException(
          spec.commandLine(), "--timestamp-url: expected http or https, was " + scheme);
    }
    return Optional.of(
        new TimestampClient(
            timestampUrl,
            roots(timestampRoot),
            new SecureRandom(),
            authority -> checkRevocation(authority, clock)));
  }

  private static List<X509Certificate> roots(Path file) throws FormatException, IOException {
    try {
      return Certificates.parse(Files.readAllBytes(file));
    } catch (FormatException e) {
      throw e.at(file.toString());
    }
  }

  private static void checkRevocation(CertificateChain authority, Clock clock)
      throws VerificationException {
    RevocationReport report =
        new OnlineRevocation(new HttpRevocationFetcher(), Notation.folders().crlCache())
            .check(authority, clock.instant(), Optional.empty());
    if (report.fault().isPresent()) {
      throw new VerificationException(
          Reason.REVOKED, "timestamp authority: " + report.fault().get());
    }
  }
}
