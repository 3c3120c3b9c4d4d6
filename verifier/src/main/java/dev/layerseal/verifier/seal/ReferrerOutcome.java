package dev.layerseal.verifier.seal;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.verifier.trust.CheckResult;
import dev.layerseal.verifier.trust.SignerThreshold;
import java.util.List;
import java.util.Optional;

/** What came of one referrer with several signatures, whether it counts or not. */
public interface ReferrerOutcome {

  /** Names the referrer. */
  Descriptor source();

  /** What keeps it from counting although every signature in it may be sound. */
  Optional<LayersealException> fault();

  /** What came of each of its signatures, as far as they could be read. */
  List<? extends CheckedMessage> messages();

  /** Whether every signature that it names could be read. */
  boolean readWhole();

  /** Whether all of it is by a trusted signer, whatever it says. */
  default boolean trusted() {
    return readWhole() && refusal().isEmpty();
  }

  /** Whether it counts. */
  default boolean accepted() {
    return trusted() && fault().isEmpty();
  }

  /** Why it does not count, in words. */
  default Optional<String> why() {
    return refusal()
        .map(check -> check.type() + ": " + check.fault().orElse("failed"))
        .or(() -> fault().map(failure -> String.valueOf(failure.getMessage())));
  }

  /** The first check that refuses. */
  default Optional<CheckResult> refusal() {
    return messages().stream().flatMap(message -> message.refusal().stream()).findFirst();
  }

  /** Whether the answer could not be found out, rather than being no. */
  default boolean unknown() {
    return fault().filter(RegistryException.class::isInstance).isPresent()
        || refusal().filter(CheckResult::unknown).isPresent();
  }

  /** Failures that the policy only wants told. */
  default List<CheckResult> logged() {
    return messages().stream()
        .flatMap(message -> message.checks().stream())
        .filter(CheckResult::logged)
        .distinct()
        .toList();
  }

  /** The one signer of the threshold that has signed everything here. */
  default Optional<String> signer(SignerThreshold needed) {
    List<Optional<String>> signers =
        messages().stream()
            .map(
                message ->
                    message
                        .chain()
                        .filter(chain -> message.authentic())
                        .flatMap(chain -> needed.signer(chain.leaf())))
            .distinct()
            .toList();
    return signers.size() == 1 ? signers.get(0) : Optional.empty();
  }
}
