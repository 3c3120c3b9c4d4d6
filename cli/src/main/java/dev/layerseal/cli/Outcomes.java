package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What comes of each of several references: one that fails is told and does not end the others. */
final class Outcomes {

  private final Command command;
  private final List<ExitCode> codes = new ArrayList<>();
  private final List<JsonObject> reports = new ArrayList<>();

  Outcomes(Command command) {
    this.command = command;
  }

  /** What is done with one reference. */
  @FunctionalInterface
  interface Work {
    void on(String reference) throws LayersealException, IOException;
  }

  /**
   * Does {@code work} with each reference.
   *
   * @return the worst of what came of them
   */
  ExitCode each(List<String> references, Work work) {
    for (String reference : references) {
      try {
        work.on(reference);
      } catch (LayersealException | IOException e) {
        failed(e);
        report(Failure.encode(reference, e));
      }
    }
    if (command.json()) {
      command.terminal().result(JsonWriter.pretty(Failure.results(reports)));
    }
    return ExitCode.worst(codes);
  }

  /** Adds what there is to say in JSON. */
  void report(JsonObject report) {
    reports.add(report);
  }

  /** Tells of a failure, which counts in the end. */
  void failed(Exception failure) {
    codes.add(command.terminal().failure(failure));
  }
}
