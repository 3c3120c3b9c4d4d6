package dev.layerseal.signer.pkcs11;

import dev.layerseal.bytes.Hex;
import dev.layerseal.error.SigningException;
import dev.layerseal.signer.Passwords;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.security.auth.login.LoginException;

/** A token that we are logged in to. */
final class Pkcs11Session {

  /** A private key and the certificates that the token has for it. */
  record Found(PrivateKey key, List<X509Certificate> certificates) {}

  private final Cryptoki library;
  private final Cryptoki.Token token;
  private final Pkcs11Uri uri;
  private final Provider provider;
  private final KeyStore store;

  private Pkcs11Session(
      Cryptoki library, Cryptoki.Token token, Pkcs11Uri uri, Provider provider, KeyStore store) {
    this.library = library;
    this.token = token;
    this.uri = uri;
    this.provider = provider;
    this.store = store;
  }

  /** Finds the token and logs in; a PIN is tried once, because tokens lock themselves. */
  static Pkcs11Session login(Pkcs11Uri uri, Passwords pins) throws SigningException {
    String module = module(uri);
    Cryptoki library = Cryptoki.load(module);
    Cryptoki.Token token = token(uri, module, library.tokens());
    Provider provider = provider(module, token);
    Optional<char[]> pin =
        uri.pinSource().isPresent()
            ? Optional.of(Passwords.firstLine(Path.of(uri.pinSource().get())))
            : pins.password("token " + token.label());
    try {
      KeyStore store = KeyStore.getInstance("PKCS11", provider);
      store.load(null, pin.orElse(null));
      return new Pkcs11Session(library, token, uri, provider, store);
    } catch (IOException | GeneralSecurityException e) {
      throw refused(token, pin.isPresent(), e);
    } finally {
      pin.ifPresent(secret -> Arrays.fill(secret, '\0'));
    }
  }

  Provider provider() {
    return provider;
  }

  void logout() {
    try {
      ((AuthProvider) provider).logout();
    } catch (LoginException e) {
      // Something else went wrong before, and is told.
      return;
    }
  }

  /** The one key that the URI names. */
  Found key() throws SigningException {
    byte[] id = keyId();
    List<byte[]> values =
        library.find(token, CryptokiTemplate.certificates().withId(id), CryptokiTemplate.VALUE);
    if (values.size() != 1) {
      throw new SigningException(
          "%s: %d certificates have the id %s of the key, expected one"
              .formatted(this, values.size(), Hex.encode(id)),
          "write the key's certificate to the token, with the key's id",
          null);
    }
    try {
      X509Certificate leaf =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(values.get(0)));
      return found(leaf);
    } catch (CertificateException e) {
      throw new SigningException(this + ": the key's certificate cannot be read", e);
    } catch (GeneralSecurityException | ProviderException e) {
      throw new SigningException(this + ": the key cannot be used" + Pkcs11Error.suffix(e), e);
    }
  }

  private Found found(X509Certificate leaf) throws SigningException, GeneralSecurityException {
    String alias = store.getCertificateAlias(leaf);
    if (alias == null || !(store.getKey(alias, null) instanceof PrivateKey key)) {
      throw new SigningException(this + ": Java finds no private key for the certificate");
    }
    List<X509Certificate> certificates = new ArrayList<>();
    for (Certificate certificate : store.getCertificateChain(alias)) {
      certificates.add((X509Certificate) certificate);
    }
    return new Found(key, certificates);
  }

  private byte[] keyId() throws SigningException {
    CryptokiTemplate template = CryptokiTemplate.privateKeys();
    uri.id().ifPresent(template::withId);
    uri.attribute("object").ifPresent(template::withLabel);
    List<byte[]> ids = library.find(token, template, CryptokiTemplate.ID);
    if (ids.size() != 1) {
      throw new SigningException(
          "%s: %s, the token has: %s"
              .formatted(
                  this,
                  ids.isEmpty() ? "no such private key" : ids.size() + " private keys match",
                  labels()),
          "name one key by object=LABEL or id=%01",
          null);
    }
    return ids.get(0);
  }

  private String labels() throws SigningException {
    List<byte[]> labels =
        library.find(token, CryptokiTemplate.privateKeys(), CryptokiTemplate.LABEL);
    return labels.isEmpty()
        ? "none"
        : String.join(", ", labels.stream().map(Pkcs11Session::printable).sorted().toList());
  }

  private static String printable(byte[] label) {
    return new String(label, java.nio.charset.StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
  }

  private static String module(Pkcs11Uri uri) throws SigningException {
    String module =
        uri.modulePath()
            .orElseThrow(
                () ->
                    new SigningException(
                        "PKCS#11: the URI names no library",
                        "add ?module-path=/usr/lib/softhsm/libsofthsm2.so, or that of your token",
                        null));
    if (!Path.of(module).isAbsolute() || module.matches(".*[\"$\\\\].*")) {
      throw new SigningException(
          "PKCS#11: module-path %s: expected a whole path without quotes, $ or \\"
              .formatted(module));
    }
    if (!Files.isRegularFile(Path.of(module))) {
      throw new SigningException("PKCS#11: module-path %s: no such file".formatted(module));
    }
    return module;
  }

  private static Cryptoki.Token token(Pkcs11Uri uri, String module, List<Cryptoki.Token> tokens)
      throws SigningException {
    List<Cryptoki.Token> fitting =
        tokens.stream()
            .filter(one -> uri.slotId().isEmpty() || uri.slotId().get() == one.slot())
            .filter(one -> fits(uri, "token", one.label()))
            .filter(one -> fits(uri, "manufacturer", one.manufacturer()))
            .filter(one -> fits(uri, "model", one.model()))
            .filter(one -> fits(uri, "serial", one.serial()))
            .toList();
    if (fitting.size() != 1) {
      throw new SigningException(
          "PKCS#11: %s: %s, there are: %s"
              .formatted(
                  module,
                  fitting.isEmpty() ? "no such token" : fitting.size() + " tokens match",
                  names(tokens)));
    }
    return fitting.get(0);
  }

  /** The names of tokens that have one: slots without a token of their own have none. */
  private static String names(List<Cryptoki.Token> tokens) {
    return String.join(
        ", ", tokens.stream().map(Cryptoki.Token::label).filter(one -> !one.isEmpty()).toList());
  }

  private static boolean fits(Pkcs11Uri uri, String attribute, String value) {
    return uri.attribute(attribute).filter(wanted -> !wanted.equals(value)).isEmpty();
  }

  private static Provider provider(String module, Cryptoki.Token token) throws SigningException {
    Provider base = Security.getProvider("SunPKCS11");
    if (base == null) {
      throw new SigningException(
          "PKCS#11: this Java has no SunPKCS11 (module jdk.crypto.cryptoki)");
    }
    // Slots are named by their place: their numbers may be larger than the provider reads.
    String settings =
        "--name = layerseal\nlibrary = \"%s\"\nslotListIndex = %d\n"
            .formatted(module, token.index());
    try {
      return base.configure(settings);
    } catch (InvalidParameterException | ProviderException e) {
      throw new SigningException(
          "PKCS#11: %s: cannot be used%s".formatted(module, Pkcs11Error.suffix(e)), e);
    }
  }

  private static SigningException refused(Cryptoki.Token token, boolean pin, Exception e) {
    String error = Pkcs11Error.name(e).orElse("");
    String why =
        switch (error) {
          case "CKR_PIN_INCORRECT", "CKR_PIN_LEN_RANGE", "CKR_PIN_INVALID" -> "the PIN is wrong";
          case "CKR_PIN_LOCKED" -> "the PIN is locked";
          default -> pin ? "it does not open" + Pkcs11Error.suffix(e) : "it needs a PIN";
        };
    return new SigningException(
        "token %s: %s".formatted(token.label(), why),
        pin ? null : "give it by pin-source in the URI, --password-file, or LAYERSEAL_KEY_PASSWORD",
        e);
  }

  /** Which token, for messages. */
  @Override
  public String toString() {
    return "token " + token.label();
  }
}
