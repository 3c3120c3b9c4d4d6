package dev.layerseal.verifier.audit;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.StreamException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.oci.Digest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects findings about one target; a failure becomes a finding and never ends the audit. */
final class Findings {

  private final String target;
  private final Set<Finding> found = new LinkedHashSet<>();

  Findings(String target) {
    this.target = target;
  }

  void add(FindingKind kind, Digest object, String message) {
    add(kind, object.toString(), message);
  }

  void add(FindingKind kind, String object, String message) {
    found.add(new Finding(kind, target, object, message));
  }

  /** The finding that a failure is. */
  void add(Exception failure, Digest object) {
    Exception cause = failure instanceof StreamException carrier ? carrier.failure() : failure;
    add(kind(cause), object, String.valueOf(cause.getMessage()));
  }

  List<Finding> all() {
    return List.copyOf(found);
  }

  private static FindingKind kind(Exception failure) {
    if (failure instanceof VerificationException no) {
      return switch (no.reason()) {
        case EXPIRED -> FindingKind.EXPIRED;
        case ROOT_HASH_DIFFERS -> FindingKind.ROOT_HASH_DIFFERS;
        case UNTRUSTED -> FindingKind.UNKNOWN_SIGNER;
        default -> FindingKind.BAD_SIGNATURE;
      };
    }
    if (failure instanceof FormatException) {
      return FindingKind.MALFORMED;
    }
    if (failure instanceof UnsupportedFeatureException) {
      return FindingKind.UNKNOWN_FORM;
    }
    return failure instanceof RegistryException ? FindingKind.MISSING_BLOB : FindingKind.UNREADABLE;
  }
}
