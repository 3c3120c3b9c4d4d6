package dev.layerseal.signer;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.SigningException;
import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.Certificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keys out of files: a private key and certificates in PEM, or both in one keystore. */
public final class KeyFile {

  private static final int MAX_BYTES = 4 << 20;

  private KeyFile() {}

  /**
   * The key in {@code keyFile} with its chain out of {@code certificateFile}: whichever certificate
   * there belongs to the key, then all others in their order.
   *
   * @throws SigningException when a file cannot be used, or no certificate belongs to the key
   */
  public static SigningKey pem(Path keyFile, Path certificateFile, Passwords passwords)
      throws SigningException {
    String pem = new String(read(keyFile), StandardCharsets.ISO_8859_1);
    PrivateKey key = PemKey.parse(keyFile.toString(), pem, passwords);
    List<X509Certificate> certificates;
    try {
      certificates = Certificates.parse(read(certificateFile));
    } catch (FormatException e) {
      throw new SigningException(certificateFile + ": " + e.getMessage(), e);
    }
    return pair(key, certificates, keyFile + " and " + certificateFile);
  }

  /**
   * A key in a keystore of Java, PKCS#12 or JKS.
   *
   * @param alias its name there; may be left out when there is only one
   */
  public static SigningKey keystore(Path file, Optional<String> alias, Passwords passwords)
      throws SigningException {
    return KeystoreKey.read(file, alias, passwords);
  }

  /** A warning when others than the owner can read {@code file}, a private key. */
  public static Optional<String> warning(Path file) {
    return warning(file, "private key");
  }

  /** The same for another secret, which {@code what} names. */
  public static Optional<String> warning(Path file, String what) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      return permissions.contains(PosixFilePermission.GROUP_READ)
              || permissions.contains(PosixFilePermission.OTHERS_READ)
          ? Optional.of(
              "%s: others than the owner can read this %s (chmod 600)".formatted(file, what))
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty(); // Reading it will say so, or this is no POSIX file system.
    }
  }

  static byte[] read(Path file) throws SigningException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new SigningException(file + ": more than 4 MiB, no key or certificate");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new SigningException(file + ": no such file", e);
    } catch (IOException e) {
      throw new SigningException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** The key with the certificate that belongs to it first, and the others behind. */
  static SigningKey pair(PrivateKey key, List<X509Certificate> certificates, String where)
      throws SigningException {
    if (certificates.size() > CertificateChain.MAX_LENGTH) {
      throw new SigningException(
          "%s: %d certificates, more than %d"
              .formatted(where, certificates.size(), CertificateChain.MAX_LENGTH));
    }
    SigningException first = null;
    for (X509Certificate leaf : certificates) {
      List<X509Certificate> chain = new ArrayList<>(certificates);
      chain.remove(leaf);
      chain.add(0, leaf);
      try {
        return LocalKey.of(key, new CertificateChain(chain));
      } catch (SigningException e) {
        first = first == null ? e : first;
      }
    }
    throw first == null ? new SigningException(where + ": no certificate") : first.at(where);
  }
}
