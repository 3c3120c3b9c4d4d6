package dev.layerseal.verifier.audit;

import java.util.Locale;

/** What an audit can find. The names are stable: programs rely on them. */
public enum FindingKind {
  UNSIGNED_MANIFEST("no sound signature of the manifest"),
  UNSIGNED_LAYER("no sound seal of a layer"),
  TAMPERED_BLOB("a stored blob is not what its digest says"),
  DIGEST_MISMATCH("a stored manifest is not what its digest says"),
  MISSING_BLOB("something that is named is not there"),
  MALFORMED("bytes break their format, or two facts contradict each other"),
  BAD_SIGNATURE("a signature does not match what it should sign"),
  UNKNOWN_SIGNER("the certificate of a signer is not embedded"),
  UNFIT_CERTIFICATE("a certificate that signs is not one for signing code"),
  EXPIRED("a certificate or a signature is past its end"),
  NOT_YET_VALID("a certificate is before its time"),
  EXPIRING_SOON("a certificate or a signature ends soon"),
  WEAK_KEY("a key that is too short"),
  WEAK_DIGEST("a hash whose collisions are within reach"),
  UNKNOWN_FORM("a kind of signature that layerseal does not read"),
  ORPHAN_REFERRER("a signature of something that is not there"),
  ROOT_HASH_DIFFERS("a sealed root hash is not that of the layer"),
  UNREADABLE("could not be found out");

  private final String meaning;

  FindingKind(String meaning) {
    this.meaning = meaning;
  }

  /** One line that says what it means. */
  public String meaning() {
    return meaning;
  }

  /** The stable identifier: {@code unsigned-layer}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
