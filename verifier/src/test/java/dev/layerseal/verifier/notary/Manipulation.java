package dev.layerseal.verifier.notary;

import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.verifier.trust.CheckType;

/**
 * One change of a good signature or of the policy, and what has to come of it.
 *
 * @param expected the check that refuses; {@code accepted} where only what is not signed was
 *     changed; {@code unsigned} where no signature of the image is left
 * @param notation what notation 1.3.2 says, where that is something else
 * @param why the two differ; empty where they do not
 */
record Manipulation(
    String name, SignedLayout layout, String policy, String expected, String notation, String why) {

  static final String ONE_READING =
      "a document has one reading here: no member twice, none that is not known, none in other case";
  static final String NEVER_CRITICAL =
      "the specification wants a critical header that nobody knows to be refused";
  static final String TIME_NOT_CRITICAL =
      "a signing time is not critical; notation says so of JWS alone";
  static final String ANY_PURPOSE = "the specification forbids anyExtendedKeyUsage in a leaf";
  static final String LIMITED =
      "what limits a certificate holds (RFC 5280), and authorities sign with RSA or EC";
  static final String TYPED = "what a manifest says about its own type and version has to be so";
  static final String OLDER_SHAPE = "in a layout notation looks at the type of the config alone";
  static final String LISTED = "notation finds referrers only of what index.json lists";
  static final String WHOLE = "a manifest that cannot be read is no signature";

  static final String ACCEPTED = "accepted";
  static final String UNSIGNED = "unsigned";
  static final String REFUSED = "refused";
  static final String UNREADABLE = "unreadable";

  static Manipulation refused(
      String name, EnvelopeFormat format, byte[] envelope, CheckType check) {
    return of(name, SignedLayout.of(format, envelope), check.toString());
  }

  static Manipulation of(String name, SignedLayout layout, String expected) {
    return new Manipulation(name, layout, TestTrust.POLICY, expected, expected, "");
  }

  Manipulation withPolicy(String other) {
    return new Manipulation(name, layout, other, expected, notation, why);
  }

  /** Records that notation takes it. */
  Manipulation takenByNotation(String reason) {
    return notation(ACCEPTED, reason);
  }

  /** Whether {@code verdict} is what notation was expected to say; it does not name every check. */
  boolean agrees(String verdict) {
    boolean unnamed = verdict.equals(REFUSED) || verdict.equals(UNSIGNED);
    return verdict.equals(notation) || unnamed && !notation.equals(ACCEPTED);
  }

  /** Records that notation says something else. */
  Manipulation notation(String verdict, String reason) {
    return new Manipulation(name, layout, policy, expected, verdict, reason);
  }
}
