package dev.layerseal.notary;

import java.util.Set;

/** Names of the headers that both envelopes share. */
final class HeaderName {

  static final String SIGNING_SCHEME = "io.cncf.notary.signingScheme";
  static final String SIGNING_TIME = "io.cncf.notary.signingTime";
  static final String AUTHENTIC_SIGNING_TIME = "io.cncf.notary.authenticSigningTime";
  static final String EXPIRY = "io.cncf.notary.expiry";
  static final String TIMESTAMP = "io.cncf.notary.timestampSignature";
  static final String SIGNING_AGENT = "io.cncf.notary.signingAgent";

  /** The signed headers that mean something by themselves; all others are extended attributes. */
  static final Set<String> SIGNED =
      Set.of(SIGNING_SCHEME, SIGNING_TIME, AUTHENTIC_SIGNING_TIME, EXPIRY);

  private HeaderName() {}
}
