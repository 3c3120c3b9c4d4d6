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
import dev.layerseal.fsverity.FsVerityAlgorithm;
import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.fsverity.FsVerityParameters;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a composefs image is made from, and everything that changes its digest. */
final class ComposefsSource {

  @Parameters(
      paramLabel = "SOURCE",
      description = "a folder, or a dumpfile; - is a dumpfile on standard input")
  String source = "";

  @Option(
      names = "--digest-store",
      paramLabel = "FOLDER",
      description = "put the content of larger files there, as HH/REST of their digest")
  @Nullable Path digestStore;

  @Option(names = "--use-epoch", description = "all times 0")
  boolean useEpoch;

  @Option(names = "--skip-devices", description = "leave out block and character devices")
  boolean skipDevices;

  @Option(names = "--skip-xattrs", description = "leave out extended attributes")
  boolean skipXattrs;

  @Option(names = "--user-xattrs", description = "keep user.* extended attributes only")
  boolean userXattrs;

  @Option(names = "--hardlinks", description = "keep the hard links of a folder")
  boolean hardLinks;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "files hashed at once (default: one for each processor)")
  int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--composefs-version",
      paramLabel = "VERSION",
      defaultValue = "auto",
      description = "auto, 0 or 1 (default: auto, which is 1 when there are whiteouts, else 0)")
  String version = "auto";

  @Option(
      names = "--hash",
      paramLabel = "NAME",
      defaultValue = "sha256",
      description = "of fs-verity digests: sha256 or sha512 (default: sha256)")
  String hash = "sha256";

  FsVerityParameters parameters() throws LayersealException {
    return FsVerityParameters.of(FsVerityAlgorithm.parse(hash));
  }

  /** The tree; its larger files are in the store afterwards, if there is one. */
  ComposefsTree read() throws IOException, LayersealException, InterruptedException {
    if (source.equals("-")) {
      return DumpfileReader.read(System.in, false);
    }
    Path path = Path.of(source);
    if (!Files.isDirectory(path)) {
      try (InputStream in = Files.newInputStream(path)) {
        return DumpfileReader.read(in, false);
      } catch (LayersealException e) {
        throw e.at(source);
      }
    }
    XattrChoice xattrs =
        skipXattrs ? XattrChoice.NONE : userXattrs ? XattrChoice.USER : XattrChoice.ALL;
    FolderOptions options =
        new FolderOptions(useEpoch, !skipDevices, xattrs, hardLinks, Math.max(1, threads));
    FsVerityParameters parameters = parameters();
    ObjectStore store = digestStore == null ? null : new ObjectStore(digestStore, parameters);
    return FolderScan.scan(path, options, parameters, store);
  }

  /** Writes the image and gives its digest. */
  FsVerityDigest write(OutputStream out)
      throws IOException, LayersealException, InterruptedException {
    ComposefsVersion chosen = ComposefsVersion.parse(version);
    return ComposefsImage.write(read(), chosen, parameters(), out);
  }
}
