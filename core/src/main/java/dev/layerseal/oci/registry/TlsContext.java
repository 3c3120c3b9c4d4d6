package dev.layerseal.oci.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.SigningException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes what TLS needs from the PEM files of the settings. */
final class TlsContext {

  private static final char[] NO_PASSWORD = new char[0];
  private static final long MAX_FILE = 1 << 20;
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)-----END");

  private TlsContext() {}

  /** Nothing when the settings leave everything to the JDK. */
  static Optional<SSLContext> of(RegistrySettings.Tls tls) throws LayersealException, IOException {
    if (tls.certificate().isPresent() != tls.key().isPresent()) {
      throw new SigningException("a client certificate needs its key, and a key its certificate");
    }
    if (tls.authorities().isEmpty() && tls.certificate().isEmpty()) {
      return Optional.empty();
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          tls.certificate().isPresent()
              ? keys(tls.certificate().get(), tls.key().orElseThrow())
              : null,
          tls.authorities().isPresent() ? trust(tls.authorities().get()) : null,
          null);
      return Optional.of(context);
    } catch (GeneralSecurityException e) {
      throw new SigningException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private static TrustManager @Nullable [] trust(Path file)
      throws LayersealException, IOException, GeneralSecurityException {
    KeyStore store = empty();
    for (X509Certificate certificate : certificates(file)) {
      store.setCertificateEntry("ca-" + store.size(), certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager @Nullable [] keys(Path certificate, Path key)
      throws LayersealException, IOException, GeneralSecurityException {
    KeyStore store = empty();
    Certificate[] chain = certificates(certificate).toArray(new Certificate[0]);
    try {
      store.setKeyEntry("client", privateKey(key, chain[0]), NO_PASSWORD, chain);
    } catch (java.security.KeyStoreException e) {
      throw new SigningException("%s: %s".formatted(key, e.getMessage()), e);
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static List<X509Certificate> certificates(Path file)
      throws LayersealException, IOException {
    try {
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(read(file)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (found.isEmpty()) {
        throw new SigningException(file + ": no certificate in it");
      }
      return found;
    } catch (CertificateException e) {
      throw new SigningException("%s: no certificates: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static PrivateKey privateKey(Path file, Certificate certificate)
      throws LayersealException, IOException, GeneralSecurityException {
    Matcher pem = KEY.matcher(new String(read(file), UTF_8));
    if (!pem.find()) {
      throw new SigningException(file + ": no private key in it");
    }
    if (!pem.group(1).isEmpty()) {
      throw new SigningException(
          "%s: the key is in another form, BEGIN %sPRIVATE KEY".formatted(file, pem.group(1)),
          "openssl pkcs8 -topk8 -nocrypt writes the form that is read",
          null);
    }
    byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
    try {
      return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (InvalidKeySpecException e) {
      throw new SigningException(file + ": the key does not belong to the certificate", e);
    }
  }

  private static byte[] read(Path file) throws IOException, FormatException {
    if (Files.size(file) > MAX_FILE) {
      throw new FormatException(file + ": too long for certificates or a key");
    }
    return Files.readAllBytes(file);
  }
}
