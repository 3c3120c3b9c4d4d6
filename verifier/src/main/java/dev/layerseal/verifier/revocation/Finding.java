package dev.layerseal.verifier.revocation;

/** What one source says about a certificate. */
record Finding(RevocationStatus status, String detail) {

  static Finding good(String detail) {
    return new Finding(RevocationStatus.GOOD, detail);
  }

  static Finding revoked(String detail) {
    return new Finding(RevocationStatus.REVOKED, detail);
  }

  static Finding unusable(String detail) {
    return new Finding(RevocationStatus.UNUSABLE, detail);
  }

  static Finding unreachable(String detail) {
    return new Finding(RevocationStatus.UNREACHABLE, detail);
  }

  static Finding stale(String detail) {
    return new Finding(RevocationStatus.STALE, detail);
  }
}
