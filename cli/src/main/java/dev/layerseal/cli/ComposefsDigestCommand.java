package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import java.io.IOException;
import java.io.OutputStream;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** {@code layerseal composefs digest}. */
@CommandLine.Command(
    name = "digest",
    description = "Prints the fs-verity digest that the image of a source would have.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal composefs digest rootfs --hash sha512"})
final class ComposefsDigestCommand extends Command {

  @Mixin ComposefsSource source = new ComposefsSource();

  @Override
  protected ExitCode run() throws IOException, LayersealException, InterruptedException {
    terminal().result(source.write(OutputStream.nullOutputStream()).toString());
    return ExitCode.DONE;
  }
}
