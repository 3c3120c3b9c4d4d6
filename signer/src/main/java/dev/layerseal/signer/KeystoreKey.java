package dev.layerseal.signer;

import dev.layerseal.error.SigningException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A key in a keystore file; its kind, PKCS#12 or JKS, is found out from its bytes. */
final class KeystoreKey {

  private KeystoreKey() {}

  static SigningKey read(Path file, Optional<String> alias, Passwords passwords)
      throws SigningException {
    KeyFile.read(file); // Says what is wrong with the file itself.
    char[] password = passwords.password(file.toString()).orElse(new char[0]);
    try {
      KeyStore store = KeyStore.getInstance(file.toFile(), password);
      String name = alias.isPresent() ? alias.get() : onlyKey(file, store);
      return read(file, store, name, password);
    } catch (UnrecoverableKeyException e) {
      throw new SigningException(file + ": the password does not open the key", e);
    } catch (GeneralSecurityException e) {
      throw new SigningException(file + ": not a keystore (PKCS#12 or JKS)", e);
    } catch (IOException e) {
      boolean wrong = e.getCause() instanceof UnrecoverableKeyException;
      String why = wrong ? "the password does not open the keystore" : "the keystore is damaged";
      throw new SigningException(file + ": " + why, e);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private static SigningKey read(Path file, KeyStore store, String name, char[] password)
      throws SigningException, GeneralSecurityException {
    Key key = store.getKey(name, password);
    Certificate[] chain = store.getCertificateChain(name);
    if (!(key instanceof PrivateKey privateKey) || chain == null) {
      throw new SigningException(
          "%s: no private key called \"%s\", there are: %s"
              .formatted(file, name, String.join(", ", keys(store))));
    }
    List<X509Certificate> certificates = new ArrayList<>();
    for (Certificate certificate : chain) {
      certificates.add((X509Certificate) certificate);
    }
    return KeyFile.pair(privateKey, certificates, file.toString());
  }

  private static String onlyKey(Path file, KeyStore store)
      throws SigningException, GeneralSecurityException {
    List<String> keys = keys(store);
    if (keys.size() != 1) {
      throw new SigningException(
          keys.isEmpty()
              ? file + ": no private key in the keystore"
              : file + ": several keys, choose one by --alias: " + String.join(", ", keys));
    }
    return keys.get(0);
  }

  private static List<String> keys(KeyStore store) throws GeneralSecurityException {
    List<String> keys = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)) {
        keys.add(alias);
      }
    }
    return keys;
  }
}
