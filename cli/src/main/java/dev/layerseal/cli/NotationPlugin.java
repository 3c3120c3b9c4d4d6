package dev.layerseal.cli;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.SigningException;
import dev.layerseal.plugin.PluginAnswer;
import dev.layerseal.plugin.PluginAnswer.ErrorCode;
import dev.layerseal.plugin.PluginMetadata;
import dev.layerseal.plugin.PluginRequest;
import dev.layerseal.signer.KeyAddress;
import dev.layerseal.signer.Passwords;
import dev.layerseal.signer.PluginKey;
import dev.layerseal.signer.SigningKey;
import dev.layerseal.x509.KeySpec;
import dev.layerseal.x509.SignatureScheme;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * layerseal as a plugin of notation, {@code notation-layerseal}: signs with keys of PKCS#11 tokens
 * and keystores. The key's id is a PKCS#11 URI or a path ({@link KeyAddress}).
 */
final class NotationPlugin {

  /** The name that notation calls the program by. */
  static final String NAME = "notation-" + KeyAddress.PLUGIN;

  private static final String UNRELEASED = "0.0.0-development";

  private final InputStream in;
  private final Terminal terminal;

  NotationPlugin(InputStream in, Terminal terminal) {
    this.in = in;
    this.terminal = terminal;
  }

  /** Answers one command of the protocol: status 0 and the answer, or 1 and an error in JSON. */
  int run(String... arguments) {
    try {
      write(terminal.resultStream(), answer(arguments.length == 1 ? arguments[0] : ""));
      return 0;
    } catch (FormatException e) {
      boolean contract = String.valueOf(e.getMessage()).contains("contractVersion");
      return refuse(
          contract ? ErrorCode.UNSUPPORTED_CONTRACT_VERSION : ErrorCode.VALIDATION_ERROR, e);
    } catch (LayersealException | IOException | RuntimeException e) {
      return refuse(ErrorCode.ERROR, e);
    }
  }

  private byte[] answer(String command) throws LayersealException, IOException {
    byte[] request = in.readNBytes(PluginRequest.MAX_LENGTH);
    return switch (command) {
      case "get-plugin-metadata" -> PluginAnswer.metadata(metadata());
      case "describe-key" -> describe(PluginRequest.decode(request));
      case "generate-signature" -> sign(PluginRequest.decode(request));
      default ->
          throw new FormatException(
              "command \"%s\": this is a plugin of notation, expected get-plugin-metadata,"
                      .formatted(Text.printable(command))
                  + " describe-key or generate-signature");
    };
  }

  /** The program that notation starts: this Java with this code. */
  static String script() {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return """
        #!/bin/sh
        # layerseal as a plugin of notation; written by 'layerseal plugin install --self'
        exec %s -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dfile.encoding=UTF-8 -Dlayerseal.name=%s \\
          %s "$@"
        """
        .formatted(quoted(java.toString()), NAME, ownCode());
  }

  /** The jar, which tells newer Java of its native code, or the folders of a build. */
  private static String ownCode() {
    List<String> parts =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(part -> Path.of(part).toAbsolutePath().toString())
            .toList();
    URL own = Main.class.getProtectionDomain().getCodeSource().getLocation();
    return parts.size() == 1 && own.getPath().equals(parts.get(0)) && own.getPath().endsWith(".jar")
        ? "-jar " + quoted(parts.get(0))
        : "-cp " + quoted(String.join(File.pathSeparator, parts)) + " dev.layerseal.cli.Main";
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  static PluginMetadata metadata() {
    String version = VersionCommand.version();
    return new PluginMetadata(
        KeyAddress.PLUGIN,
        "Signs with PKCS#11 tokens, keystores and key files",
        version.matches("\\d+\\.\\d+\\.\\d+.*") ? version : UNRELEASED,
        "urn:dev.layerseal",
        List.of("1.0"),
        List.of(PluginMetadata.SIGNATURE));
  }

  private static byte[] describe(PluginRequest request) throws LayersealException {
    try (SigningKey key = open(request)) {
      return PluginAnswer.describeKey(request.keyId(), key.keySpec().toString());
    }
  }

  private static byte[] sign(PluginRequest request) throws LayersealException {
    byte[] message =
        request
            .payload()
            .orElseThrow(() -> new FormatException("generate-signature: payload is missing"));
    try (SigningKey key = open(request)) {
      KeySpec spec = key.keySpec();
      if (!request.keySpec().equals(Optional.of(spec.toString()))) {
        throw new SigningException(
            "the key is %s, asked for was %s".formatted(spec, request.keySpec().orElse("none")));
      }
      SignatureScheme scheme = scheme(request, spec);
      return PluginAnswer.signature(
          request.keyId(), key.sign(message, scheme), name(scheme), key.certificateChain());
    }
  }

  private static SignatureScheme scheme(PluginRequest request, KeySpec spec)
      throws SigningException {
    String hash = request.hashAlgorithm().orElse(spec.hash());
    String asked = request.config().getOrDefault(PluginKey.SIGNING_SCHEME, "");
    if (spec.rsa() && asked.equals(PluginKey.PKCS1_V1_5) && hash.matches("SHA-(256|384|512)")) {
      return SignatureScheme.pkcs7(spec, hash);
    }
    if (!hash.equals(spec.hash())) {
      throw new SigningException("a key of %s signs with %s".formatted(spec, spec.hash()));
    }
    return SignatureScheme.notary(spec);
  }

  private static String name(SignatureScheme scheme) {
    return switch (scheme.kind()) {
      case RSASSA_PKCS1_V1_5 -> "RSASSA-PKCS1-v1_5-" + scheme.hash();
      case RSASSA_PSS -> "RSASSA-PSS-" + scheme.hash();
      case ECDSA_RAW, ECDSA_DER -> "ECDSA-" + scheme.hash();
    };
  }

  private static SigningKey open(PluginRequest request) throws SigningException {
    Passwords variable =
        any -> Optional.ofNullable(System.getenv(KeyOptions.VARIABLE)).map(String::toCharArray);
    return new KeyAddress(request.keyId(), request.config()).open(variable);
  }

  private int refuse(ErrorCode code, Exception failure) {
    String message =
        failure instanceof LayersealException ? failure.getMessage() : Terminal.ioMessage(failure);
    write(terminal.messageStream(), PluginAnswer.error(code, String.valueOf(message)));
    return 1;
  }

  private static void write(PrintStream stream, byte[] text) {
    stream.write(text, 0, text.length);
    stream.println();
    stream.flush();
  }
}
