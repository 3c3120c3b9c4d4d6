package dev.layerseal.oci.registry;

class ReferrersPeerTest extends PeerContract {

  ReferrersPeerTest() {
    super("registry-referrers");
  }
}
