package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.signer.KeyAddress;
import dev.layerseal.signer.KeyFile;
import dev.layerseal.signer.Passwords;
import dev.layerseal.signer.SigningKey;
import dev.layerseal.signer.pkcs11.Pkcs11Key;
import dev.layerseal.signer.pkcs11.Pkcs11Uri;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that say which key signs. A password never stands on the command line. */
final class KeyOptions {

  static final String VARIABLE = "LAYERSEAL_KEY_PASSWORD";

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "private key in PEM: PKCS#8 (also encrypted), PKCS#1 or SEC1")
  @Nullable Path keyFile;

  @Option(
      names = "--cert-file",
      paramLabel = "FILE",
      description = "certificate of the key, and the certificates of its issuers")
  @Nullable Path certificateFile;

  @Option(
      names = "--keystore",
      paramLabel = "FILE",
      description = "key and certificates in one file: PKCS#12 or JKS")
  @Nullable Path keystore;

  @Option(
      names = "--alias",
      paramLabel = "NAME",
      description = "the key's name in the keystore, when there are several")
  @Nullable String alias;

  @Option(
      names = "--pkcs11",
      paramLabel = "URI",
      description = {
        "a key on a token, such as 'pkcs11:token=release;object=signing?module-path=/usr/lib/..so';",
        "its PIN: pin-source=FILE in the URI, or as a password; --cert-file adds issuers"
      })
  @Nullable String pkcs11;

  @Mixin NotationKeyOptions notation = new NotationKeyOptions();

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "first line: the password of the key (else " + VARIABLE + ", else a prompt)")
  @Nullable Path passwordFile;

  /** Whether a key was named here. */
  boolean given() {
    return keyFile != null || keystore != null || pkcs11 != null || notation.given();
  }

  /** The key that was named; what is worth a warning is told. */
  SigningKey open(Terminal terminal) throws LayersealException, IOException {
    if (passwordFile != null) {
      KeyFile.warning(passwordFile, "password").ifPresent(terminal::warning);
    }
    long ways =
        Stream.of(keyFile != null, keystore != null, pkcs11 != null, notation.given())
            .filter(Boolean::booleanValue)
            .count();
    if (ways == 1 && keyFile != null && certificateFile != null) {
      KeyFile.warning(keyFile).ifPresent(terminal::warning);
      return KeyFile.pem(keyFile, certificateFile, passwords());
    }
    if (ways == 1 && pkcs11 != null) {
      return token(pkcs11, terminal);
    }
    if (ways == 1 && keystore != null && certificateFile == null) {
      KeyFile.warning(keystore).ifPresent(terminal::warning);
      return KeyFile.keystore(keystore, Optional.ofNullable(alias), passwords());
    }
    if (ways <= 1 && keyFile == null && certificateFile == null && keystore == null) {
      return notation.open(terminal, passwords());
    }
    throw new ParameterException(
        spec.commandLine(),
        "name a key in one way: --key-file with --cert-file, --keystore, --pkcs11, --key, or --plugin"
            + " with --id");
  }

  private SigningKey token(String text, Terminal terminal) throws LayersealException {
    Pkcs11Uri uri = Pkcs11Uri.parse(text);
    uri.pinSource()
        .flatMap(file -> KeyFile.warning(Path.of(file), "PIN"))
        .ifPresent(terminal::warning);
    return Pkcs11Key.open(
        uri,
        certificateFile == null ? List.of() : KeyAddress.certificates(certificateFile),
        passwords());
  }

  /** Since Java 22 there is always a console, which has no password where nobody types one. */
  @SuppressWarnings("SystemConsoleNull")
  private Passwords passwords() {
    return file -> {
      if (passwordFile != null) {
        return Optional.of(Passwords.firstLine(passwordFile));
      }
      String variable = System.getenv(VARIABLE);
      if (variable != null) {
        return Optional.of(variable.toCharArray());
      }
      Console console = System.console();
      return console == null
          ? Optional.empty()
          : Optional.ofNullable(console.readPassword("Password of %s: ", file));
    };
  }
}
