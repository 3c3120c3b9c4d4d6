package dev.layerseal.cli;

import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.verifier.trust.TrustStoreFolder;
import dev.layerseal.x509.Certificates;
import dev.layerseal.x509.DistinguishedName;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code layerseal cert show}. */
@CommandLine.Command(
    name = "show",
    description = "Shows the certificates of one file of a trust store.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal cert show --type ca --store release root.crt"})
final class CertShowCommand extends ReportCommand {

  @Mixin StoreOptions options = new StoreOptions();

  @Parameters(paramLabel = "FILE", description = "name of the file in the store")
  String file = "";

  @Override
  protected ExitCode report() throws Exception {
    var path = new TrustStoreFolder(Notation.folders()).find(options.store(), file);
    List<X509Certificate> certificates = Certificates.parse(Files.readAllBytes(path));
    if (json()) {
      terminal()
          .result(
              JsonWriter.pretty(
                  JsonArray.of(certificates.stream().map(CertificateJson::encode).toList())));
      return ExitCode.DONE;
    }
    for (X509Certificate certificate : certificates) {
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
