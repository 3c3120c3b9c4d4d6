package dev.layerseal.cli;

import dev.layerseal.error.FormatException;
import dev.layerseal.json.JsonObject;
import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.verifier.trust.NotationFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What notation's {@code config.json} says beside credentials.
 *
 * @param insecureRegistries hosts that are spoken to over plain HTTP
 * @param signatureFormat of signatures, where the command line names none
 */
record NotationConfig(List<String> insecureRegistries, Optional<EnvelopeFormat> signatureFormat) {

  private static final int MAX_LENGTH = 1 << 20;

  NotationConfig {
    insecureRegistries = List.copyOf(insecureRegistries);
  }

  /** Reads the file; without one nothing is said. */
  static NotationConfig read(NotationFolders folders) throws FormatException, IOException {
    Path file = folders.config().resolve("config.json");
    if (!Files.exists(file)) {
      return new NotationConfig(List.of(), Optional.empty());
    }
    if (Files.size(file) > MAX_LENGTH) {
      throw new FormatException("%s: more than %d bytes".formatted(file, MAX_LENGTH));
    }
    try {
      return decode(JsonObject.parse(Files.readAllBytes(file)));
    } catch (FormatException e) {
      throw e.at(file.toString());
    }
  }

  private static NotationConfig decode(JsonObject json) throws FormatException {
    Optional<String> format =
        json.optionalString("signatureFormat").filter(name -> !name.isEmpty());
    Optional<EnvelopeFormat> known = format.flatMap(EnvelopeFormat::named);
    if (format.isPresent() && known.isEmpty()) {
      throw json.malformed("signatureFormat", "expected jws or cose");
    }
    return new NotationConfig(json.strings("insecureRegistries"), known);
  }
}
