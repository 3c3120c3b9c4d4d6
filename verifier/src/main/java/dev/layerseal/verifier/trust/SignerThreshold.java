package dev.layerseal.verifier.trust;

import dev.layerseal.error.FormatException;
import dev.layerseal.json.JsonObject;
import dev.layerseal.x509.DistinguishedName;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How many of the named signers have to have signed. No two names overlap, so one certificate
 * stands for one signer at most.
 *
 * @param threshold from 1 to the number of signers
 * @param signers subjects of which every attribute must stand in the leaf's
 */
public record SignerThreshold(int threshold, TrustedIdentities signers) {

  private static final String THRESHOLD = "threshold";
  private static final String IDENTITIES = "identities";

  static SignerThreshold decode(JsonObject json) throws FormatException {
    json.refuseOthers(Set.of(THRESHOLD, IDENTITIES));
    List<String> texts = json.strings(IDENTITIES);
    TrustedIdentities signers = TrustedIdentities.parse(texts);
    if (signers.subjects().size() != texts.size() || texts.isEmpty()) {
      throw json.malformed(IDENTITIES, "expected x509.subject names, one at least, no *");
    }
    long threshold = json.integer(THRESHOLD);
    if (threshold < 1 || threshold > texts.size()) {
      throw json.malformed(THRESHOLD, "is %d, expected 1 to %d".formatted(threshold, texts.size()));
    }
    return new SignerThreshold((int) threshold, signers);
  }

  /** Which of the signers the owner of {@code leaf} is. */
  public Optional<String> signer(X509Certificate leaf) {
    try {
      DistinguishedName name =
          DistinguishedName.parse(DistinguishedName.of(leaf.getSubjectX500Principal()));
      for (int i = 0; i < signers.subjects().size(); i++) {
        if (signers.subjects().get(i).within(name)) {
          return Optional.of(signers.texts().get(i));
        }
      }
      return Optional.empty();
    } catch (FormatException e) {
      return Optional.empty();
    }
  }

  /** What is missing when {@code found} have signed; nothing when they are enough. */
  public Optional<String> fault(Collection<String> found) {
    List<String> counted = signers.texts().stream().filter(found::contains).toList();
    if (counted.size() >= threshold) {
      return Optional.empty();
    }
    List<String> missing =
        signers.texts().stream().filter(signer -> !counted.contains(signer)).toList();
    return Optional.of(
        "signed by %d of the %d signers that are needed; not by %s"
            .formatted(counted.size(), threshold, String.join("; ", missing)));
  }
}
