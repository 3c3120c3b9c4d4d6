package dev.layerseal.signer;

import dev.layerseal.error.SigningException;
import java.io.IOException;
import java.io.StringReader;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.jspecify.annotations.Nullable;

/**
 * A private key in PEM: PKCS#8, plain or encrypted, or the older forms of one kind of key each
 * (PKCS#1 for RSA, SEC1 for EC), which openssl encrypts in a way of its own. Other blocks before
 * the key, such as its curve or a certificate, are passed over.
 */
final class PemKey {

  private final String file;
  private final Passwords passwords;

  private PemKey(String file, Passwords passwords) {
    this.file = file;
    this.passwords = passwords;
  }

  /**
   * The first key in {@code pem}.
   *
   * @throws SigningException when there is none, it is damaged, or the password does not open it
   */
  static PrivateKey parse(String file, String pem, Passwords passwords) throws SigningException {
    Optional<PrivateKey> plain = PlainPemKey.parse(pem);
    return plain.isPresent() ? plain.get() : new PemKey(file, passwords).parse(pem);
  }

  private PrivateKey parse(String pem) throws SigningException {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
        PrivateKeyInfo key = key(block);
        if (key != null) {
          return new JcaPEMKeyConverter().getPrivateKey(key);
        }
      }
    } catch (PEMException e) {
      throw new SigningException(file + ": the private key cannot be read", e);
    } catch (IOException | RuntimeException e) {
      throw new SigningException(file + ": not a private key in PEM", e);
    }
    throw new SigningException(file + ": no private key in PEM");
  }

  private @Nullable PrivateKeyInfo key(Object block) throws SigningException {
    if (block instanceof PrivateKeyInfo key) {
      return key;
    }
    if (block instanceof PEMKeyPair pair) {
      return pair.getPrivateKeyInfo();
    }
    boolean encrypted =
        block instanceof PKCS8EncryptedPrivateKeyInfo || block instanceof PEMEncryptedKeyPair;
    return encrypted ? decrypt(block) : null;
  }

  private PrivateKeyInfo decrypt(Object block) throws SigningException {
    Optional<char[]> password = passwords.password(file);
    if (password.isEmpty()) {
      throw new SigningException(
          file + ": the private key is encrypted",
          "give its password by --password-file or LAYERSEAL_KEY_PASSWORD",
          null);
    }
    // The provider is used, not registered: the JDK knows too few of the old ways.
    BouncyCastleProvider provider = new BouncyCastleProvider();
    char[] secret = password.get();
    try {
      if (block instanceof PEMEncryptedKeyPair pair) {
        return pair.decryptKeyPair(
                new JcePEMDecryptorProviderBuilder().setProvider(provider).build(secret))
            .getPrivateKeyInfo();
      }
      return ((PKCS8EncryptedPrivateKeyInfo) block)
          .decryptPrivateKeyInfo(
              new JceOpenSSLPKCS8DecryptorProviderBuilder().setProvider(provider).build(secret));
    } catch (IOException | PKCSException | OperatorCreationException | RuntimeException e) {
      throw new SigningException(file + ": the password does not open the private key", e);
    } finally {
      Arrays.fill(secret, '\0');
    }
  }
}
