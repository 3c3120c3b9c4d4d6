package dev.layerseal.oci.registry;

class CranePeerTest extends PeerContract {

  CranePeerTest() {
    super("crane");
  }
}
