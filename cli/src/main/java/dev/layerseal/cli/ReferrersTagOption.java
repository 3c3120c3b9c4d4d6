package dev.layerseal.cli;

import picocli.CommandLine.Option;

/** Where referrers are listed. */
final class ReferrersTagOption {

  @Option(
      names = "--force-referrers-tag",
      paramLabel = "BOOL",
      arity = "0..1",
      fallbackValue = "true",
      preprocessor = AttachedValue.class,
      description = "list referrers under a tag even where the registry lists them by itself")
  boolean always;
}
