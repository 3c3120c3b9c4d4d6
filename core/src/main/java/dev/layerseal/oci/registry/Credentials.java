package dev.layerseal.oci.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/** What proves to a registry who asks. Printing one shows no secret. */
public sealed interface Credentials {

  /** A name and a password, or a name and an access token. */
  record Password(String username, String password) implements Credentials {

    /** The value of an Authorization header. */
    String basic() {
      byte[] pair = (username + ":" + password).getBytes(UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public String toString() {
      return "password of " + username;
    }
  }

  /** A token that the token service exchanges for others. */
  record IdentityToken(String token) implements Credentials {
    @Override
    public String toString() {
      return "identity token";
    }
  }

  /** A token that the registry takes as it is. */
  record RegistryToken(String token) implements Credentials {
    @Override
    public String toString() {
      return "registry token";
    }
  }
}
