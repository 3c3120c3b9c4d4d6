package dev.layerseal.verifier.revocation;

import java.io.IOException;
import java.net.URI;

/** The network, as far as revocation needs it. */
public interface RevocationFetcher {

  /** Nobody can be reached. */
  RevocationFetcher OFFLINE =
      new RevocationFetcher() {
        @Override
        public byte[] fetchList(URI address) throws IOException {
          throw new IOException("offline");
        }

        @Override
        public byte[] askResponder(URI address, byte[] request) throws IOException {
          throw new IOException("offline");
        }
      };

  /**
   * A revocation list.
   *
   * @throws IOException when there is none, or it is too long, or too slow
   */
  byte[] fetchList(URI address) throws IOException;

  /** The answer of an OCSP responder to {@code request}. */
  byte[] askResponder(URI address, byte[] request) throws IOException;
}
