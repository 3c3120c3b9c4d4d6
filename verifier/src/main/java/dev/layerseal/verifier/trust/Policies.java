package dev.layerseal.verifier.trust;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.error.VerificationException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The policies of a configuration folder: notation's, and {@link LayersealPolicy} beside it.
 *
 * @param warnings what the user should know about them
 */
public record Policies(
    Optional<TrustPolicy> notation, Optional<LayersealPolicy> own, List<String> warnings) {

  public Policies {
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads what is there.
   *
   * @throws VerificationException when there is nothing
   * @throws FormatException when a file breaks a rule
   */
  public static Policies read(NotationFolders folders) throws LayersealException, IOException {
    Optional<LayersealPolicy> own = own(folders.ownPolicy());
    if (own.isPresent() && !PolicyFile.present(folders)) {
      return new Policies(Optional.empty(), own, List.of());
    }
    PolicyFile file = PolicyFile.read(folders);
    return new Policies(Optional.of(file.policy()), own, file.warning().stream().toList());
  }

  /** Whom to trust for {@code repository}, such as {@code registry.example/app}. */
  public SignerTrust trustFor(String repository, TrustStore store) throws VerificationException {
    Optional<PolicyStatement> theirs = notation.flatMap(policy -> policy.find(repository));
    Optional<LayersealPolicy.Match> ours =
        own.isPresent() ? own.get().find(repository) : Optional.empty();
    if (ours.isEmpty()) {
      PolicyStatement statement = theirs.orElseThrow(() -> TrustPolicy.noStatement(repository));
      return new SignerTrust(statement, store);
    }
    LayersealStatement further = ours.get().statement();
    PolicyStatement statement =
        theirs.filter(one -> !one.level().skipsEverything()).isPresent()
            ? theirs.get().atLeast(further.level())
            : alone(repository, theirs.isPresent(), ours.get());
    return new SignerTrust(statement, store, Optional.of(further));
  }

  /** Where notation has no statement, or one that verifies nothing. */
  private static PolicyStatement alone(
      String repository, boolean skipped, LayersealPolicy.Match match)
      throws VerificationException {
    if (!skipped && !match.scope().wildcard()) {
      throw TrustPolicy.noStatement(repository);
    }
    return match
        .statement()
        .alone()
        .orElseThrow(
            () ->
                new VerificationException(
                    Reason.POLICY,
                    "%s: only the statement \"%s\" of %s applies, and it does not say whom to trust"
                        .formatted(repository, match.statement().name(), LayersealPolicy.FILE),
                    "give it trustStores and trustedIdentities",
                    null));
  }

  private static Optional<LayersealPolicy> own(Path file) throws FormatException, IOException {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(PolicyFile.decodeOwn(file, PolicyFile.bytes(file)))
        : Optional.empty();
  }
}
