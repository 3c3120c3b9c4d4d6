package dev.layerseal.cli;

import java.io.OutputStream;
import java.io.PrintStream;

/**
 * Loads the classes that commands commonly need, so that the launcher can put them into an archive
 * of shared class data. Prints nothing.
 */
final class WarmUp {

  private WarmUp() {}

  static int run() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Terminal terminal = new Terminal(nowhere, nowhere, false, false);
    return new Main(terminal).run("--help");
  }
}
