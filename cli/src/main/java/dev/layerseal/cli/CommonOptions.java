package dev.layerseal.cli;

import java.util.Locale;
import picocli.CommandLine.Option;

/** Options of every command. */
final class CommonOptions {

  /** What a report is written as. */
  enum Format {
    TEXT,
    JSON,
    /** Of {@code audit} alone, as is the next. */
    HTML,
    SARIF;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = {
        "form of the report, where there is one: text or json (default: text); audit: html and",
        "sarif too"
      })
  Format output = Format.TEXT;

  @Option(
      names = {"-q", "--quiet"},
      description = "no progress and no notes")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose", "-d", "--debug"},
      description = "more detail about what went wrong")
  boolean verbose;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      defaultValue = "256MiB",
      description = "memory for everything, such as 512MiB (default: 256MiB)")
  String memory = "256MiB";
}
