package dev.layerseal.cli;

import dev.layerseal.error.FormatException;
import dev.layerseal.verity.HashArea;
import picocli.CommandLine.Option;

/** Where the hash tree lies, by the names that veritysetup has for it. */
final class HashAreaOptions {

  @Option(
      names = "--hash-offset",
      paramLabel = "BYTES",
      defaultValue = "0",
      description = "where superblock and tree begin in HASHFILE (default: 0)")
  long hashOffset;

  @Option(names = "--no-superblock", description = "there is no superblock")
  boolean noSuperblock;

  HashArea area() throws FormatException {
    return HashArea.at(hashOffset, !noSuperblock);
  }
}
