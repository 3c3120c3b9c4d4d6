package dev.layerseal.oci.registry;

import dev.layerseal.error.LayersealException;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.oci.Reference;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.oci.store.ImageStoreContract;
import dev.layerseal.testdata.registry.FaultyRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** The contract over the registry in memory. */
abstract class RegistryContract extends ImageStoreContract {

  /** Short waits, so that tests of what goes wrong are quick. */
  static final RegistrySettings QUICK =
      RegistrySettings.DEFAULT
          .withRetries(new Retries(3, Duration.ofMillis(1), Duration.ofMillis(20)))
          .withDeadlines(
              new Deadlines(
                  Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(60)));

  protected FaultyRegistry registry = start();

  private static FaultyRegistry start() {
    try {
      return FaultyRegistry.start();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  protected ImageStore open() throws Exception {
    return RegistryStore.open((Reference) reference(""), QUICK);
  }

  @Override
  protected ImageReference reference(String suffix) throws LayersealException {
    return Reference.parse(registry.address() + "/some/app" + suffix);
  }

  @AfterEach
  void stop() {
    registry.close();
  }
}
