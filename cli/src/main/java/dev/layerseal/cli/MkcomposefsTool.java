package dev.layerseal.cli;

import dev.layerseal.composefs.ComposefsImage;
import dev.layerseal.composefs.ComposefsTree;
import dev.layerseal.composefs.ComposefsVersion;
import dev.layerseal.composefs.DumpfileReader;
import dev.layerseal.composefs.FolderOptions;
import dev.layerseal.composefs.FolderOptions.XattrChoice;
import dev.layerseal.composefs.FolderScan;
import dev.layerseal.composefs.ObjectStore;
import dev.layerseal.error.LayersealException;
import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.fsverity.FsVerityParameters;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** layerseal called as {@code mkcomposefs}: that tool's options, output and exit status. */
final class MkcomposefsTool {

  static final String NAME = "mkcomposefs";

  private static final Pattern NUMBER = Pattern.compile("\\s*[+-]?[0-9]+");
  private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

  private static final List<String> OPTIONS =
      List.of(
          "skip-xattrs",
          "user-xattrs",
          "skip-devices",
          "use-epoch",
          "digest-store=",
          "print-digest",
          "print-digest-only",
          "from-file",
          "min-version=",
          "max-version=",
          "threads=",
          "hardlinks",
          "replace-objects");

  private static final String USAGE =
      """
      Usage: mkcomposefs [OPTIONS] SOURCE IMAGE
      Options:
        --digest-store=PATH   Store content files in this directory
        --use-epoch           Make all mtimes zero
        --skip-devices        Don't store device nodes
        --skip-xattrs         Don't store file xattrs
        --user-xattrs         Only store user.* xattrs
        --print-digest        Print the digest of the image
        --print-digest-only   Print the digest of the image, don't write image
        --from-file           The source is a dump file, not a directory
        --min-version=N       Use this minimal format version (default=0)
        --max-version=N       Use this maximum format version (default=1)
        --threads=N           Use this to override the default number of threads used to calculate digest and copy files (default=%d)
        --hardlinks           Keep the hard links of a directory (layerseal only)
        --replace-objects     Write altered objects of the store again (layerseal only)
      """;

  /** Wrong arguments, told as the tool tells them. */
  private static final class Refused extends Exception {
    Refused(String message) {
      super(message);
    }
  }

  private final Terminal terminal;

  MkcomposefsTool(Terminal terminal) {
    this.terminal = terminal;
  }

  int run(String... arguments) {
    LongOptions options;
    try {
      options = LongOptions.parse(OPTIONS, arguments);
    } catch (LongOptions.UnknownOption e) {
      return usage(NAME + ": " + e.getMessage());
    }
    List<String> operands = options.operands();
    boolean digestOnly = options.has("print-digest-only");
    if (operands.isEmpty()) {
      return usage("No source path specified");
    }
    if (operands.get(0).isEmpty()) {
      terminal.messageStream().println(NAME + ": Empty source path specified");
      return 1;
    }
    if (operands.size() > 2) {
      return usage("Too many arguments");
    }
    if (digestOnly && operands.size() == 2) {
      return usage("Cannot specify destination path with --print-digest-only");
    }
    if (!digestOnly && operands.size() == 1) {
      return usage("No destination path specified");
    }
    try {
      build(options, operands);
      return 0;
    } catch (Refused e) {
      terminal.messageStream().println(e.getMessage());
    } catch (LayersealException e) {
      terminal.messageStream().println(NAME + ": " + e.getMessage());
      e.hint().ifPresent(terminal::hint);
    } catch (IOException e) {
      terminal.messageStream().println(NAME + ": " + Terminal.ioMessage(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      terminal.messageStream().println(NAME + ": interrupted");
    }
    return 1;
  }

  private int usage(String message) {
    terminal.messageStream().println(message);
    terminal.messageStream().print(USAGE.formatted(Runtime.getRuntime().availableProcessors()));
    return 1;
  }

  private void build(LongOptions options, List<String> operands)
      throws Refused, IOException, LayersealException, InterruptedException {
    ComposefsVersion version = version(options);
    int threads =
        number(options, "threads", "threads count", Runtime.getRuntime().availableProcessors());
    if (threads < 1) {
      throw new Refused("Invalid threads count " + threads);
    }
    boolean screen = operands.size() == 2 && operands.get(1).equals("-") && terminal.onScreen();
    if (screen) {
      throw new Refused("Output is a terminal, refusing to write the image to it");
    }
    ComposefsTree tree = tree(options, operands.get(0), threads);
    FsVerityDigest digest = write(tree, version, operands);
    if (options.has("print-digest") || options.has("print-digest-only")) {
      terminal.resultStream().print(digest + "\n");
    }
  }

  private FsVerityDigest write(ComposefsTree tree, ComposefsVersion version, List<String> operands)
      throws IOException, LayersealException {
    if (operands.size() == 1) {
      return ComposefsImage.digest(tree, version, FsVerityParameters.SHA256);
    }
    if (operands.get(1).equals("-")) {
      return image(tree, version, terminal.resultStream());
    }
    return ImageFile.write(Path.of(operands.get(1)), out -> image(tree, version, out));
  }

  private static FsVerityDigest image(
      ComposefsTree tree, ComposefsVersion version, OutputStream out)
      throws IOException, LayersealException {
    return ComposefsImage.write(tree, version, FsVerityParameters.SHA256, out);
  }

  private static ComposefsTree tree(LongOptions options, String source, int threads)
      throws Refused, IOException, LayersealException, InterruptedException {
    if (options.has("from-file")) {
      boolean strict = System.getenv("CFS_PARSE_STRICT") != null;
      if (source.equals("-")) {
        return DumpfileReader.read(System.in, strict);
      }
      try (InputStream in = Files.newInputStream(Path.of(source))) {
        return DumpfileReader.read(in, strict);
      }
    }
    if (options.has("skip-xattrs") && options.has("user-xattrs")) {
      throw new Refused(NAME + ": error accessing " + source + ": Invalid argument");
    }
    XattrChoice xattrs =
        options.has("skip-xattrs")
            ? XattrChoice.NONE
            : options.has("user-xattrs") ? XattrChoice.USER : XattrChoice.ALL;
    FolderOptions folder =
        new FolderOptions(
            options.has("use-epoch"),
            !options.has("skip-devices"),
            xattrs,
            options.has("hardlinks"),
            threads);
    ObjectStore store =
        options
            .value("digest-store")
            .map(
                path ->
                    new ObjectStore(
                        Path.of(path), FsVerityParameters.SHA256, options.has("replace-objects")))
            .orElse(null);
    return FolderScan.scan(Path.of(source), folder, FsVerityParameters.SHA256, store);
  }

  private static ComposefsVersion version(LongOptions options) throws Refused {
    if (!options.has("min-version") && !options.has("max-version")) {
      return ComposefsVersion.AUTO;
    }
    int min = number(options, "min-version", "min version", 0);
    int max = number(options, "max-version", "max version", 0);
    for (int version : new int[] {min, max}) {
      if (version < 0 || version > 1) {
        throw new Refused(NAME + ": composefs version is " + version + ", expected 0 or 1");
      }
    }
    return new ComposefsVersion(min, max);
  }

  /** Read as strtol reads it, and cut to an int as the tool does. */
  private static int number(LongOptions options, String name, String words, int otherwise)
      throws Refused {
    if (!options.has(name)) {
      return otherwise;
    }
    String text = options.value(name).orElse("");
    if (!NUMBER.matcher(text).matches()) {
      throw new Refused("Invalid " + words + " " + text);
    }
    BigInteger value = new BigInteger(text.strip().replace("+", ""));
    return value.max(MIN_LONG).min(MAX_LONG).intValue();
  }
}
