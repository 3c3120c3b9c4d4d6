package dev.layerseal.cli;

import dev.layerseal.composefs.FolderOptions;
import dev.layerseal.composefs.FolderOptions.XattrChoice;
import picocli.CommandLine.Option;

/** What of a folder goes into a composefs image; the names are those of mkcomposefs. */
final class FolderScanOptions {

  @Option(names = "--use-epoch", description = "of a folder: all times 0")
  boolean useEpoch;

  @Option(
      names = "--skip-devices",
      description = "of a folder: leave out block and character devices")
  boolean skipDevices;

  @Option(names = "--skip-xattrs", description = "of a folder: leave out extended attributes")
  boolean skipXattrs;

  @Option(
      names = "--user-xattrs",
      description = "of a folder: keep user.* extended attributes only")
  boolean userXattrs;

  @Option(names = "--hardlinks", description = "of a folder: keep its hard links")
  boolean hardLinks;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "files of a folder hashed at once (default: one for each processor)")
  int threads = Runtime.getRuntime().availableProcessors();

  FolderOptions options() {
    XattrChoice xattrs =
        skipXattrs ? XattrChoice.NONE : userXattrs ? XattrChoice.USER : XattrChoice.ALL;
    return new FolderOptions(useEpoch, !skipDevices, xattrs, hardLinks, Math.max(1, threads));
  }
}
