package dev.layerseal.verifier.trust;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.Certificates;
import dev.layerseal.x509.DistinguishedName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Trust stores as folders of certificate files, with notation's rules for what may be in them. */
final class FolderTrustStore implements TrustStore {

  private final NotationFolders folders;

  FolderTrustStore(NotationFolders folders) {
    this.folders = folders;
  }

  @Override
  public List<X509Certificate> certificates(StoreName store)
      throws LayersealException, IOException {
    Path folder = folders.store(store);
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw missing("%s, expected at %s".formatted(store, folder));
    }
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw unusable("trust store %s: %s is no folder".formatted(store, folder));
    }
    List<X509Certificate> certificates = new ArrayList<>();
    for (Path file : files(folder)) {
      certificates.addAll(read(store, file));
    }
    if (certificates.isEmpty()) {
      throw missing("%s: %s has no certificate".formatted(store, folder));
    }
    return certificates;
  }

  /** What is wrong with a certificate that is to be trusted in a store of this type. */
  static Optional<String> fault(StoreType type, X509Certificate certificate) {
    boolean selfSigned = CertificateChain.issued(certificate, certificate);
    boolean authority = certificate.getBasicConstraints() >= 0;
    String subject = DistinguishedName.of(certificate.getSubjectX500Principal());
    if (type == StoreType.TSA && !(selfSigned && authority)) {
      return Optional.of("\"%s\" is no root: it must be self-signed and a CA".formatted(subject));
    }
    return selfSigned || authority
        ? Optional.empty()
        : Optional.of(
            "\"%s\" is neither a CA nor self-signed: a leaf cannot be trusted by itself"
                .formatted(subject));
  }

  static VerificationException missing(String store) {
    return unusable("trust store %s: it does not exist or is empty".formatted(store));
  }

  private static List<X509Certificate> read(StoreName store, Path file)
      throws LayersealException, IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw unusable("trust store %s: %s is no regular file".formatted(store, file));
    }
    try {
      List<X509Certificate> certificates = parse(file);
      for (X509Certificate certificate : certificates) {
        Optional<String> fault = fault(store.type(), certificate);
        if (fault.isPresent()) {
          throw unusable("trust store %s: %s: %s".formatted(store, file, fault.get()));
        }
      }
      return certificates;
    } catch (FormatException e) {
      throw e.at("trust store %s: %s".formatted(store, file));
    }
  }

  private static List<X509Certificate> parse(Path file) throws IOException, FormatException {
    if (Files.size(file) > Certificates.MAX_FILE) {
      throw new FormatException("more than %d bytes".formatted(Certificates.MAX_FILE));
    }
    return Certificates.parse(Files.readAllBytes(file));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  private static VerificationException unusable(String message) {
    return new VerificationException(Reason.POLICY, message);
  }
}
