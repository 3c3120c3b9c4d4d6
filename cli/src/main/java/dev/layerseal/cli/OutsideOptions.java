package dev.layerseal.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for signing elsewhere, in two steps. */
final class OutsideOptions {

  @Option(
      names = "--prepare",
      paramLabel = "DIR",
      description = {
        "write what is to be signed into a new folder, with the openssl command for each file, and",
        "push nothing; --cert-file names the certificates of the key"
      })
  @Nullable Path prepare;

  @Option(
      names = "--complete",
      paramLabel = "DIR",
      description = "verify the signatures in a prepared folder, and push what they belong to")
  @Nullable Path complete;
}
