package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.StreamException;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Set;

/**
 * A command with a report. With {@code -o json} what ends it before there is one is an object too:
 * its member {@code error} says why.
 */
abstract class ReportCommand extends Command {

  /** Does the work and reports; what it throws is reported for it. */
  protected abstract ExitCode report() throws Exception;

  @Override
  protected Set<CommonOptions.Format> formats() {
    return EnumSet.of(CommonOptions.Format.TEXT, CommonOptions.Format.JSON);
  }

  @Override
  protected final ExitCode run() throws Exception {
    try {
      return report();
    } catch (StreamException e) {
      tell(e.failure());
      throw e;
    } catch (IOException | UncheckedIOException | LayersealException e) {
      tell(e);
      throw e;
    }
  }

  private void tell(Exception failure) {
    if (json()) {
      JsonObject report = JsonObject.builder().put("error", Failure.encode(failure)).build();
      terminal().result(JsonWriter.pretty(report));
    }
  }
}
