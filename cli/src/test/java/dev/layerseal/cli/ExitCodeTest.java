package dev.layerseal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.VerificationException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExitCodeTest {

  @Test
  void everyKindOfFailureHasItsStatus() throws ReflectiveOperationException {
    for (Class<?> type : LayersealException.class.getPermittedSubclasses()) {
      Throwable failure =
          type == VerificationException.class
              ? new VerificationException(VerificationException.Reason.UNTRUSTED, "no")
              : (Throwable) type.getConstructor(String.class).newInstance("no");
      ExitCode code = ExitCode.of(failure);
      assertNotEquals(ExitCode.DONE, code, type.getName());
      assertNotEquals(ExitCode.BUG, code, type.getName());
    }
  }

  @Test
  void aNoIsNotAnOutage() {
    var no = new VerificationException(VerificationException.Reason.UNSIGNED, "unsigned");
    assertEquals(ExitCode.NO, ExitCode.of(no));
    assertEquals(ExitCode.UNKNOWN, ExitCode.of(new IOException("no route")));
    assertEquals(ExitCode.BUG, ExitCode.of(new IllegalStateException()));
  }

  @Test
  void theWorstOutcomeStandsForAll() {
    assertEquals(ExitCode.DONE, ExitCode.worst(List.of()));
    assertEquals(ExitCode.NO, ExitCode.worst(List.of(ExitCode.DONE, ExitCode.NO)));
    assertEquals(
        ExitCode.KEY, ExitCode.worst(List.of(ExitCode.NO, ExitCode.KEY, ExitCode.UNKNOWN)));
  }
}
