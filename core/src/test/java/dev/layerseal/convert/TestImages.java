package dev.layerseal.convert;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.store.ImageStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Small images made of layer archives. */
final class TestImages {

  private TestImages() {}

  /** Pushes an image of these archives, uncompressed, and names it. */
  static Descriptor push(ImageStore store, byte[]... archives) throws Exception {
    List<Descriptor> layers = new ArrayList<>();
    for (byte[] archive : archives) {
      Descriptor layer = Descriptor.of(MediaType.OCI_TAR.toString(), archive);
      store.pushBlob(layer, archive);
      layers.add(layer);
    }
    String diffIds =
        layers.stream().map(l -> "\"" + l.digest() + "\"").collect(Collectors.joining(","));
    byte[] config =
        """
        {"architecture":"amd64","os":"linux","history":[{"comment":"kept"}],
         "config":{"Entrypoint":["/bin/app","-x"],"Cmd":["run"],"Env":["A=b=c"],
          "Labels":{"org.opencontainers.image.version":"1.2"}},
         "rootfs":{"type":"layers","diff_ids":[%s]}}
        """
            .formatted(diffIds)
            .getBytes(UTF_8);
    Descriptor named = Descriptor.of(MediaType.OCI_CONFIG.toString(), config);
    store.pushBlob(named, config);
    Manifest manifest =
        Manifest.of(
            Optional.empty(), named, layers, Optional.empty(), Map.of("org.example.note", "n"));
    store.pushManifest(manifest.descriptor(), manifest.bytes(), Optional.of("v1"));
    return manifest.descriptor();
  }

  static Manifest manifest(ImageStore store, Descriptor named) throws Exception {
    return Manifest.decode(named.mediaType(), store.fetchManifest(named));
  }

  static byte[] layer(ImageStore store, Descriptor image, int index) throws Exception {
    return store.fetchBlob(manifest(store, image).layers().get(index), Integer.MAX_VALUE);
  }
}
