package dev.layerseal.verifier.trust;

import dev.layerseal.error.LayersealException;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/** Named sets of trusted certificates. */
@FunctionalInterface
public interface TrustStore {

  /**
   * The certificates of one store, one at least.
   *
   * @throws LayersealException when there is no such store, or something in it may not be there
   */
  List<X509Certificate> certificates(StoreName store) throws LayersealException, IOException;

  /** A store in memory, for certificates that were given on the spot. */
  static TrustStore of(Map<StoreName, List<X509Certificate>> stores) {
    Map<StoreName, List<X509Certificate>> copy = Map.copyOf(stores);
    return store -> {
      List<X509Certificate> certificates = copy.get(store);
      if (certificates == null) {
        throw FolderTrustStore.missing(store.toString());
      }
      return certificates;
    };
  }

  /** The stores in notation's configuration folder. */
  static TrustStore of(NotationFolders folders) {
    return new FolderTrustStore(folders);
  }
}
