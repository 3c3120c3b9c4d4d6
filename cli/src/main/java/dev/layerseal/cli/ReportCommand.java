package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.StreamException;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A command with one report: {@code -o json} gives an object on failure too. */
abstract class ReportCommand extends Command {

  /** Does the work and reports; what it throws is reported for it. */
  protected abstract ExitCode report() throws IOException, LayersealException, InterruptedException;

  @Override
  protected final ExitCode run() throws IOException, LayersealException, InterruptedException {
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
