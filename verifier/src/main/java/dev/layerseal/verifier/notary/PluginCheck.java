package dev.layerseal.verifier.notary;

import dev.layerseal.notary.SignatureEnvelope;
import dev.layerseal.verifier.trust.CheckResult;
import dev.layerseal.verifier.trust.CheckType;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** A verification plugin that a signature names, found and ready. */
public interface PluginCheck {

  /**
   * What the plugin does instead of the verifier: authenticity means the identity of the signer.
   */
  Set<CheckType> takesOver();

  /** Asks the plugin, which must judge every attribute that is critical and not known. */
  List<CheckResult> check(SignatureEnvelope envelope, VerificationRequest request)
      throws IOException;

  /** Finds the plugins that signatures name. */
  @FunctionalInterface
  interface Finder {

    /** None is there: a signature that names one does not count. */
    Finder NONE =
        (name, minVersion, request) -> {
          throw new dev.layerseal.error.RegistryException(
              "the signature names the verification plugin \"%s\", which is not installed"
                  .formatted(name));
        };

    /**
     * The plugin called {@code name}.
     *
     * @param minVersion lowest version that will do; empty when any does
     * @throws dev.layerseal.error.LayersealException when it is not there, too old, or of no use
     */
    PluginCheck find(String name, String minVersion, VerificationRequest request)
        throws dev.layerseal.error.LayersealException, IOException;
  }
}
