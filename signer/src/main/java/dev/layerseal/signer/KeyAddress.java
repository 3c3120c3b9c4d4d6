package dev.layerseal.signer;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.SigningException;
import dev.layerseal.signer.pkcs11.Pkcs11Key;
import dev.layerseal.signer.pkcs11.Pkcs11Uri;
import dev.layerseal.x509.Certificates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keys as notation's list names them for the plugin {@code notation-layerseal}: a PKCS#11 URI, or
 * the path of a key file or keystore, with settings beside it.
 *
 * @param id the URI or the path
 * @param settings any of {@link #ALIAS}, {@link #PASSWORD_FILE}, {@link #CERTIFICATE_FILE}; others
 *     belong to the plugin protocol
 */
public record KeyAddress(String id, Map<String, String> settings) {

  /** Name of the plugin that opens such keys for notation. */
  public static final String PLUGIN = "layerseal";

  /** The key's name in its keystore. */
  public static final String ALIAS = "alias";

  /** A file with the password or PIN in its first line. */
  public static final String PASSWORD_FILE = "password-file";

  /** Certificates: those of a key in PEM, or issuers that a token does not have. */
  public static final String CERTIFICATE_FILE = "cert-file";

  private static final Set<String> KNOWN =
      Set.of(ALIAS, PASSWORD_FILE, CERTIFICATE_FILE, PluginKey.SIGNING_SCHEME);

  public KeyAddress {
    settings = Map.copyOf(settings);
  }

  /**
   * Opens the key.
   *
   * @param others asked for the password when no file with it is named
   */
  public SigningKey open(Passwords others) throws SigningException {
    for (String name : settings.keySet()) {
      if (!KNOWN.contains(name)) {
        throw new SigningException(
            "setting \"%s\": expected one of %s"
                .formatted(name, String.join(", ", KNOWN.stream().sorted().toList())));
      }
    }
    Optional<Path> file = setting(PASSWORD_FILE).map(Path::of);
    Passwords passwords =
        file.isPresent() ? any -> Optional.of(Passwords.firstLine(file.get())) : others;
    return id.startsWith(Pkcs11Uri.SCHEME) ? token(passwords) : file(Path.of(id), passwords);
  }

  private SigningKey token(Passwords passwords) throws SigningException {
    Optional<String> certificates = setting(CERTIFICATE_FILE);
    try {
      return Pkcs11Key.open(
          Pkcs11Uri.parse(id),
          certificates.isPresent() ? certificates(Path.of(certificates.get())) : List.of(),
          passwords);
    } catch (FormatException e) {
      throw new SigningException(String.valueOf(e.getMessage()), e);
    }
  }

  private SigningKey file(Path file, Passwords passwords) throws SigningException {
    Optional<String> certificates = setting(CERTIFICATE_FILE);
    if (!pem(KeyFile.read(file))) {
      return KeyFile.keystore(file, setting(ALIAS), passwords);
    }
    if (certificates.isEmpty()) {
      throw new SigningException(
          "%s: a key in PEM needs its certificates: %s=FILE".formatted(file, CERTIFICATE_FILE));
    }
    return KeyFile.pem(file, Path.of(certificates.get()), passwords);
  }

  private static boolean pem(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).contains("-----BEGIN ");
  }

  /** The certificates in a file, PEM or DER. */
  public static List<X509Certificate> certificates(Path file) throws SigningException {
    try {
      return Certificates.parse(KeyFile.read(file));
    } catch (FormatException e) {
      throw new SigningException(file + ": " + e.getMessage(), e);
    }
  }

  private Optional<String> setting(String name) {
    return Optional.ofNullable(settings.get(name));
  }
}
