package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.notary.SignatureManifest;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.signer.SigningKey;
import dev.layerseal.signer.notary.NotarySigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code layerseal blob sign}. */
@CommandLine.Command(
    name = "sign",
    description = "Signs a file; the signature is written to FILE.jws.sig or FILE.cose.sig.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal blob sign --key release release.tar"})
final class BlobSignCommand extends Command {

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin KeyOptions keys = new KeyOptions();
  @Mixin SignatureOptions notary = new SignatureOptions();

  @Option(
      names = "--media-type",
      paramLabel = "TYPE",
      defaultValue = "application/octet-stream",
      description = "what the file is (default: application/octet-stream)")
  String mediaType = "application/octet-stream";

  @Option(
      names = "--signature-directory",
      paramLabel = "FOLDER",
      description = "where the signature is written (default: beside the file)")
  @Nullable Path folder;

  @Option(names = "--force", description = "replace the signature that is there")
  boolean force;

  @Parameters(paramLabel = "FILE", description = "the file to be signed")
  Path file = Path.of("");

  private final Clock clock = Clock.systemUTC();

  @Override
  protected ExitCode run() throws Exception {
    if (notary.namesSeals()) {
      throw new ParameterException(
          spec.commandLine(), "--signature-format 'pkcs7': expected jws or cose");
    }
    try (SigningKey key = keys.open(terminal())) {
      Descriptor blob = BlobFile.describe(file, mediaType, key.keySpec());
      byte[] envelope =
          new NotarySigner(key, notary.timestamper(clock))
              .envelope(blob, notary.notary(SignatureManifest.Shape.CONFIG_TYPE), clock.instant());
      Path target = target();
      Files.write(
          target,
          envelope,
          StandardOpenOption.WRITE,
          force ? StandardOpenOption.CREATE : StandardOpenOption.CREATE_NEW,
          StandardOpenOption.TRUNCATE_EXISTING);
      terminal().result("Successfully signed " + file);
      terminal().result("Signature file written to " + target);
      return ExitCode.DONE;
    }
  }

  private Path target() throws LayersealException, IOException {
    Path absolute = file.toAbsolutePath();
    Path where = folder != null ? folder : Optional.ofNullable(absolute.getParent()).orElseThrow();
    return where.resolve("%s.%s.sig".formatted(absolute.getFileName(), notary.format()));
  }
}
