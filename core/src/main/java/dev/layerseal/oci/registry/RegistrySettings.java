package dev.layerseal.oci.registry;

import java.net.ProxySelector;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a registry is spoken to.
 *
 * @param plainHttp whether without TLS; loopback addresses always are, unless there is a
 *     certificate to check
 * @param tls certificate authority and client certificate of its own
 * @param referrersTag whether what has a subject is listed under the tag of the subject's digest
 *     even where the registry lists it by itself
 */
public record RegistrySettings(
    boolean plainHttp,
    Tls tls,
    CredentialSource credentials,
    ProxySelector proxies,
    Deadlines deadlines,
    Retries retries,
    boolean referrersTag) {

  /**
   * PEM files.
   *
   * @param authorities the only certificate authorities that are trusted
   * @param certificate chain that is shown to the registry, with its key
   */
  public record Tls(Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {

    /** What the JDK trusts, and no certificate to show. */
    public static final Tls DEFAULT = new Tls(Optional.empty(), Optional.empty(), Optional.empty());

    boolean isDefault() {
      return authorities.isEmpty() && certificate.isEmpty() && key.isEmpty();
    }
  }

  public static final RegistrySettings DEFAULT =
      new RegistrySettings(
          false,
          Tls.DEFAULT,
          CredentialSource.NONE,
          ProxySelector.of(null),
          Deadlines.DEFAULT,
          Retries.DEFAULT,
          false);

  public RegistrySettings withPlainHttp(boolean on) {
    return new RegistrySettings(on, tls, credentials, proxies, deadlines, retries, referrersTag);
  }

  public RegistrySettings withTls(Tls other) {
    return new RegistrySettings(
        plainHttp, other, credentials, proxies, deadlines, retries, referrersTag);
  }

  public RegistrySettings withCredentials(CredentialSource other) {
    return new RegistrySettings(plainHttp, tls, other, proxies, deadlines, retries, referrersTag);
  }

  public RegistrySettings withProxies(ProxySelector other) {
    return new RegistrySettings(
        plainHttp, tls, credentials, other, deadlines, retries, referrersTag);
  }

  public RegistrySettings withDeadlines(Deadlines other) {
    return new RegistrySettings(plainHttp, tls, credentials, proxies, other, retries, referrersTag);
  }

  public RegistrySettings withRetries(Retries other) {
    return new RegistrySettings(
        plainHttp, tls, credentials, proxies, deadlines, other, referrersTag);
  }

  public RegistrySettings withReferrersTag(boolean always) {
    return new RegistrySettings(plainHttp, tls, credentials, proxies, deadlines, retries, always);
  }
}
