package dev.layerseal.cli;

import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.pkcs7.SignedData;
import dev.layerseal.verifier.trust.CheckResult;
import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.DistinguishedName;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who signed and what was checked about it, in the words of all reports. */
final class Evidence {

  private Evidence() {}

  static JsonArray checks(List<CheckResult> checks) {
    return JsonArray.of(checks.stream().map(CheckResult::encode).toList());
  }

  /** From the signer on: subject and SHA-256 of each. */
  static JsonArray certificates(Optional<CertificateChain> chain) {
    return certificates(chain.map(CertificateChain::certificates).orElse(List.of()));
  }

  private static JsonArray certificates(List<X509Certificate> certificates) {
    return JsonArray.of(certificates.stream().map(CertificateJson::encode).toList());
  }

  /** Puts a signature as it is stored behind what it is over. */
  static JsonObject with(JsonObjectBuilder signed, SignedData signature) {
    return signed
        .put("signature", signature.toString())
        .put("signatureHash", signature.hash().toString())
        .put("certificates", certificates(signature.certificates()))
        .build();
  }

  /** The signers of chains, each once. */
  static String signers(Stream<CertificateChain> chains) {
    return chains
        .map(Evidence::signer)
        .distinct()
        .reduce((one, other) -> one + "; " + other)
        .orElse("an unknown signer");
  }

  static String signer(CertificateChain chain) {
    return DistinguishedName.of(chain.leaf().getSubjectX500Principal());
  }
}
