package dev.layerseal.cli;

import dev.layerseal.composefs.oci.MergeRules;
import dev.layerseal.composefs.oci.MtimePrecision;
import dev.layerseal.composefs.oci.RootMetadata;
import dev.layerseal.error.LayersealException;
import picocli.CommandLine.Option;

/** How the layers of an image become one tree. */
final class MergeOptions {

  @Option(
      names = "--root-metadata",
      paramLabel = "RULE",
      defaultValue = "usr",
      description = {
        "of layers: usr (as composefs-rs: root like /usr, /run emptied, no xattrs but",
        "capabilities), entry (the layers' own entry, else as 0555), 0555 (that mode, owner 0,",
        "newest time), or none (as the layers have it) (default: usr)"
      })
  String rootMetadata = "usr";

  @Option(
      names = "--mtime",
      paramLabel = "PRECISION",
      defaultValue = "nsec",
      description = "of layers: times with their fraction, nsec, or without, sec (default: nsec)")
  String mtime = "nsec";

  MergeRules rules() throws LayersealException {
    return new MergeRules(RootMetadata.parse(rootMetadata), MtimePrecision.parse(mtime));
  }
}
