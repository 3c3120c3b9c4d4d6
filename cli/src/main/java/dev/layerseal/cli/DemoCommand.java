package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.signer.SelfSignedKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import picocli.CommandLine;

/** {@code layerseal demo}: the main job on an image that comes with the tool. */
@CommandLine.Command(
    name = "demo",
    description =
        "Signs, verifies, tampers with and audits a small image that comes with the tool.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal demo"})
final class DemoCommand extends Command {

  private static final String IMAGE = "demo/image.zip";

  /** The blob of the second layer, the one that holds the tide table. */
  static final String LAYER =
      "blobs/sha256/3543bfab13499a8ec4757b1e6accd6920b97c1479f6bc38dbc93651040207bed";

  @Override
  protected ExitCode run() throws IOException, LayersealException {
    Path folder = Files.createTempDirectory("layerseal-demo");
    try {
      return show(folder);
    } finally {
      delete(folder);
    }
  }

  private ExitCode show(Path folder) throws IOException, LayersealException {
    Path image = folder.resolve("image");
    Path key = folder.resolve("demo.key");
    Path certificate = folder.resolve("demo.crt");
    step("An image of three layers, in a folder of its own (an OCI layout), and a throw-away key:");
    unpack(image);
    writeKey(folder);
    terminal().result("  " + image);
    terminal().result("  " + key);

    String reference = image + ":v1";
    List<String> verify =
        List.of("verify", "--oci-layout", "--dm-verity", "--trust-cert", certificate.toString());
    step("Sign the image, and for each layer the root hash that a node's kernel will ask for:");
    expect(
        ExitCode.DONE,
        List.of("sign", "--oci-layout", "--dm-verity", "--key-file", key.toString()),
        List.of("--cert-file", certificate.toString(), reference));
    step("Verify: every root hash is computed again from its layer:");
    expect(ExitCode.DONE, verify, List.of(reference));
    step("Change one byte of a layer, and verify once more. This has to fail:");
    flip(image.resolve(LAYER));
    expect(ExitCode.BAD_BYTES, verify, List.of(reference));
    step("Put it right again, and look at everything that is stored:");
    flip(image.resolve(LAYER));
    expect(ExitCode.DONE, List.of("audit", "--recompute"), List.of(image.toString()));
    step("Done. The folder is removed. Next: docs/guides/sign.md");
    return ExitCode.DONE;
  }

  private void step(String text) {
    terminal().result("");
    terminal().result(text);
  }

  /** Runs a command as the user would, and stops the demo when it ends otherwise than told. */
  private void expect(ExitCode expected, List<String> command, List<String> more) {
    List<String> arguments = Stream.concat(command.stream(), more.stream()).toList();
    terminal().result("$ layerseal " + String.join(" ", arguments));
    terminal().flush();
    int status = new Main(terminal()).run(arguments.toArray(new String[0]));
    terminal().flush();
    if (status != expected.status()) {
      throw new IllegalStateException(
          "exit status %d, expected %d".formatted(status, expected.status()));
    }
    if (status != 0) {
      terminal().result("(exit status " + status + ", as it should be)");
    }
  }

  /** Inverts the lowest bit of the byte in the middle of {@code file}. */
  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  /** Writes demo.key and demo.crt. */
  static void writeKey(Path folder) throws IOException, LayersealException {
    SelfSignedKey.generate(
            "CN=layerseal demo,O=Example,L=Example,ST=Example,C=US",
            Instant.now(),
            Duration.ofDays(1))
        .write(folder.resolve("demo.key"), folder.resolve("demo.crt"));
  }

  static void unpack(Path folder) throws IOException {
    try (InputStream resource = DemoCommand.class.getResourceAsStream(IMAGE)) {
      if (resource == null) {
        throw new IllegalStateException("the jar has no " + IMAGE);
      }
      ZipInputStream zip = new ZipInputStream(resource);
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.isDirectory()) {
          Path file = folder.resolve(entry.getName());
          Files.createDirectories(file.getParent());
          Files.copy(zip, file);
        }
      }
    }
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
