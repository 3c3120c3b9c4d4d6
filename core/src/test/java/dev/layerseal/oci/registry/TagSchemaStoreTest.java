package dev.layerseal.oci.registry;

import org.junit.jupiter.api.BeforeEach;

/** Everything again with a registry that has no Referrers API. */
class TagSchemaStoreTest extends RegistryContract {

  @BeforeEach
  void withoutApi() {
    registry.referrersApi(false);
  }
}
