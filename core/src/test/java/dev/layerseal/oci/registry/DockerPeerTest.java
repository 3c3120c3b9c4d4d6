package dev.layerseal.oci.registry;

class DockerPeerTest extends PeerContract {

  DockerPeerTest() {
    super("docker-registry");
  }
}
