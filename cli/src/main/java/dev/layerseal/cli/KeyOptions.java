package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.SigningException;
import dev.layerseal.signer.KeyFile;
import dev.layerseal.signer.Passwords;
import dev.layerseal.signer.SigningKey;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that say which key signs. A password never stands on the command line. */
final class KeyOptions {

  private static final String VARIABLE = "LAYERSEAL_KEY_PASSWORD";

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

  @Mixin NotationKeyOptions notation = new NotationKeyOptions();

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "first line: the password of the key (else " + VARIABLE + ", else a prompt)")
  @Nullable Path passwordFile;

  /** Whether a key was named here. */
  boolean given() {
    return keyFile != null || keystore != null || notation.given();
  }

  /** The key that was named; what is worth a warning is told. */
  SigningKey open(Terminal terminal) throws LayersealException, IOException {
    if (keyFile == null && certificateFile == null && keystore == null) {
      return notation.open(terminal, passwords());
    }
    if (keyFile != null && certificateFile != null && keystore == null && !notation.given()) {
      KeyFile.warning(keyFile).ifPresent(terminal::warning);
      return KeyFile.pem(keyFile, certificateFile, passwords());
    }
    if (keystore != null && keyFile == null && !notation.given()) {
      KeyFile.warning(keystore).ifPresent(terminal::warning);
      return KeyFile.keystore(keystore, Optional.ofNullable(alias), passwords());
    }
    throw new ParameterException(
        spec.commandLine(),
        "name a key in one way: --key-file with --cert-file, --keystore, --key, or --plugin with --id");
  }

  /** Since Java 22 there is always a console, which has no password where nobody types one. */
  @SuppressWarnings("SystemConsoleNull")
  private Passwords passwords() {
    return file -> {
      if (passwordFile != null) {
        return Optional.of(firstLine(passwordFile));
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

  private static char[] firstLine(Path file) throws SigningException {
    try {
      return Files.readString(file, UTF_8).lines().findFirst().orElse("").toCharArray();
    } catch (IOException e) {
      throw new SigningException("password file " + Terminal.ioMessage(e), e);
    }
  }
}
