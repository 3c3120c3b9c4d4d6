package dev.layerseal.verifier.trust;

import dev.layerseal.error.FormatException;
import dev.layerseal.x509.DistinguishedName;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who may sign: {@code *}, or subjects of which every attribute must stand in the leaf's.
 *
 * @param texts as the policy writes them, those for plugins included
 * @param subjects the ones that are x509 subjects
 */
public record TrustedIdentities(List<String> texts, List<DistinguishedName> subjects) {

  private static final String ANYBODY = "*";
  private static final String SUBJECT = "x509.subject";

  public TrustedIdentities {
    texts = List.copyOf(texts);
    subjects = List.copyOf(subjects);
  }

  /** Reads the list, and refuses entries that overlap: one of them would mean nothing. */
  public static TrustedIdentities parse(List<String> texts) throws FormatException {
    if (texts.size() > 1 && texts.contains(ANYBODY)) {
      throw new FormatException("trustedIdentities: * stands alone or not at all");
    }
    List<DistinguishedName> subjects = new ArrayList<>();
    for (String text : texts) {
      Optional<DistinguishedName> subject = subject(text);
      if (subject.isPresent()) {
        refuseOverlap(subjects, subject.get());
        subjects.add(subject.get());
      }
    }
    return new TrustedIdentities(texts, subjects);
  }

  public static TrustedIdentities anybody() {
    return new TrustedIdentities(List.of(ANYBODY), List.of());
  }

  /** Why the owner of {@code leaf} may not sign; nothing when it may. */
  public Optional<String> fault(X509Certificate leaf) {
    if (texts.contains(ANYBODY)) {
      return Optional.empty();
    }
    if (subjects.isEmpty()) {
      return Optional.of("the policy has no x509.subject identity");
    }
    String text = DistinguishedName.of(leaf.getSubjectX500Principal());
    try {
      DistinguishedName name = DistinguishedName.parse(text);
      return subjects.stream().anyMatch(subject -> subject.within(name))
          ? Optional.empty()
          : Optional.of("the signer \"%s\" is none of the trusted identities".formatted(text));
    } catch (FormatException e) {
      return Optional.of("the signer cannot be a trusted identity: " + e.getMessage());
    }
  }

  private static Optional<DistinguishedName> subject(String text) throws FormatException {
    int colon = text.indexOf(':');
    if (text.equals(ANYBODY)) {
      return Optional.empty();
    }
    if (colon < 0) {
      throw new FormatException(
          "trustedIdentities: \"%s\" is neither * nor PREFIX:VALUE".formatted(text));
    }
    if (!text.substring(0, colon).equals(SUBJECT)) {
      return Optional.empty();
    }
    try {
      return Optional.of(DistinguishedName.parse(text.substring(colon + 1).strip()));
    } catch (FormatException e) {
      throw e.at("trustedIdentities");
    }
  }

  private static void refuseOverlap(List<DistinguishedName> others, DistinguishedName subject)
      throws FormatException {
    for (DistinguishedName other : others) {
      if (other.within(subject) || subject.within(other)) {
        throw new FormatException(
            "trustedIdentities: \"%s\" overlaps \"%s\"".formatted(subject, other));
      }
    }
  }
}
