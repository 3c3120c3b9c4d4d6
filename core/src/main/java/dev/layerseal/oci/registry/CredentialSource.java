package dev.layerseal.oci.registry;

import dev.layerseal.error.LayersealException;
import java.io.IOException;
import java.util.Optional;

/** Where credentials come from. Asked only when a registry wants some. */
@FunctionalInterface
public interface CredentialSource {

  /** Asks for nothing and gives nothing. */
  CredentialSource NONE = (registry, repository) -> Optional.empty();

  /**
   * The credentials for a repository.
   *
   * @param registry as in a reference, such as {@code docker.io} or {@code localhost:5000}
   */
  Optional<Credentials> find(String registry, String repository)
      throws LayersealException, IOException;

  /** This source, and the other where this one has nothing. */
  default CredentialSource or(CredentialSource other) {
    return (registry, repository) -> {
      Optional<Credentials> found = find(registry, repository);
      return found.isPresent() ? found : other.find(registry, repository);
    };
  }
}
