package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads the classes that commands commonly need, so that the launcher can put them into an archive
 * of shared class data. Prints nothing.
 */
final class WarmUp {

  private final Path folder;
  private int worst;

  private WarmUp(Path folder) {
    this.folder = folder;
  }

  static int run() {
    try {
      Path folder = Files.createTempDirectory("layerseal-warm-up-");
      try {
        return new WarmUp(folder).runAll();
      } finally {
        DemoCommand.delete(folder);
      }
    } catch (IOException | LayersealException e) {
      return ExitCode.of(e).status();
    }
  }

  private int runAll() throws IOException, LayersealException {
    HashWarmUp.startFor("roothash", "");
    run("--help");
    run("demo");
    Path image = folder.resolve("image");
    DemoCommand.unpack(image);
    String layer = image.resolve(DemoCommand.LAYER).toString();
    run("roothash", "--recipe=tar-index", layer);
    run("roothash", "--recipe=full", "-o=json", layer);
    run("erofs", "build", "--recipe=full", "--out=" + folder.resolve("layer.erofs"), layer);
    run("verity", "roothash", "--salt=-", "--data-block-size=512", layer);
    run("composefs", "digest", image.toString());
    try (WarmUpRegistry registry = new WarmUpRegistry()) {
      String reference = registry.address() + "/warm-up:v1";
      run("copy", "-q", "--from-oci-layout", "--plain-http", image + ":v1", reference);
      DemoCommand.writeKey(folder);
      String key = "--key-file=" + folder.resolve("demo.key");
      String certificate = folder.resolve("demo.crt").toString();
      String chain = "--cert-file=" + certificate;
      run("sign", "--dm-verity", "--no-cache", "--plain-http", key, chain, reference);
      run("verify", "--dm-verity", "--plain-http", "--trust-cert=" + certificate, reference);
    }
    return worst;
  }

  private void run(String... arguments) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    worst = Math.max(worst, new Main(new Terminal(nowhere, nowhere, false, false)).run(arguments));
  }
}
