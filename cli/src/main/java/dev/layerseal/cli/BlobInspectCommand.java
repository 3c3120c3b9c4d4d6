package dev.layerseal.cli;

import dev.layerseal.error.FormatException;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.notary.SignatureEnvelope;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code layerseal blob inspect}. */
@CommandLine.Command(
    name = "inspect",
    description = "Shows the content of the signature of a file, unverified.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal blob inspect release.tar.jws.sig"})
final class BlobInspectCommand extends ReportCommand {

  @Parameters(paramLabel = "SIGNATURE", description = "the file with the signature")
  Path signature = Path.of("");

  @Override
  protected ExitCode report() throws Exception {
    BlobSignature file = BlobSignature.read(signature);
    JsonObject content;
    try {
      SignatureEnvelope envelope = file.decode();
      content = SignatureContent.envelope(file.format(), envelope).build();
    } catch (FormatException e) {
      throw e.at(signature.toString());
    }
    if (json()) {
      terminal().result(JsonWriter.pretty(content));
    } else {
      terminal().result(signature.toString());
      new JsonOutline(terminal()).print(content);
    }
    return ExitCode.DONE;
  }
}
