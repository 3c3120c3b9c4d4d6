package dev.layerseal.cli;

import dev.layerseal.error.FormatException;
import dev.layerseal.verifier.trust.StoreName;
import picocli.CommandLine.Option;

/** Which trust store. */
final class StoreOptions {

  @Option(
      names = {"-t", "--type"},
      required = true,
      paramLabel = "TYPE",
      description = "ca, signingAuthority or tsa")
  String type = "";

  @Option(
      names = {"-s", "--store"},
      required = true,
      paramLabel = "NAME",
      description = "name of the trust store")
  String name = "";

  StoreName store() throws FormatException {
    return StoreName.parse(type + ":" + name);
  }
}
