package dev.layerseal.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * Loads the classes that commands commonly need, so that the launcher can put them into an archive
 * of shared class data. Prints nothing.
 */
final class WarmUp {

  private WarmUp() {}

  /** Two blocks of zeros, compressed: a layer without files. */
  private static final String LAYER = "H4sIAAAAAAACA2NgGAWjYBSMVAAALq+17wAEAAA=";

  static int run() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Terminal terminal = new Terminal(nowhere, nowhere, false, false);
    int status = new Main(terminal).run("--help");
    try {
      Path layer = Files.createTempFile("layerseal-warm-up-", ".tar.gz");
      try {
        Files.write(layer, Base64.getDecoder().decode(LAYER));
        new Main(terminal).run("roothash", "--recipe=tar-index", layer.toString());
        new Main(terminal)
            .run(
                "verity",
                "roothash",
                "--salt=-",
                "--data-block-size=512",
                "-o=json",
                layer.toString());
        new Main(terminal).run("demo");
      } finally {
        Files.delete(layer);
      }
    } catch (IOException e) {
      return ExitCode.of(e).status();
    }
    return status;
  }
}
