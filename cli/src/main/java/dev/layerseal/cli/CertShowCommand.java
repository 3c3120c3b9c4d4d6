package dev.layerseal.cli;

import dev.layerseal.verifier.trust.TrustStoreFolder;
import dev.layerseal.x509.Certificates;
import dev.layerseal.x509.DistinguishedName;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code layerseal cert show}. */
@CommandLine.Command(
    name = "show",
    description = "Shows the certificates of one file of a trust store.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal cert show --type ca --store release root.crt"})
final class CertShowCommand extends Command {

  @Mixin StoreOptions options = new StoreOptions();

  @Parameters(paramLabel = "FILE", description = "name of the file in the store")
  String file = "";

  @Override
  protected ExitCode run() throws Exception {
    var path = new TrustStoreFolder(Notation.folders()).find(options.store(), file);
    for (X509Certificate certificate : Certificates.parse(Files.readAllBytes(path))) {
      terminal().result("Issuer: " + DistinguishedName.of(certificate.getIssuerX500Principal()));
      terminal().result("Subject: " + DistinguishedName.of(certificate.getSubjectX500Principal()));
      terminal().result("Valid from: " + certificate.getNotBefore().toInstant());
      terminal().result("Valid to: " + certificate.getNotAfter().toInstant());
      terminal().result("IsCA: " + (certificate.getBasicConstraints() >= 0));
      terminal().result("SHA256 Thumbprint: " + Certificates.thumbprint(certificate));
    }
    return ExitCode.DONE;
  }
}
