package dev.layerseal.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** How many signatures are looked at. */
final class SignatureLimit {

  @Option(
      names = "--max-signatures",
      paramLabel = "N",
      defaultValue = "100",
      description = "how many signatures of an image are shown (default: 100)")
  int max = 100;

  /** All that are no signatures, and the first signatures; tells when some are left out. */
  <T> List<T> cut(List<T> all, Predicate<T> signature, Terminal terminal) {
    List<T> kept = new ArrayList<>();
    int count = 0;
    for (T each : all) {
      if (!signature.test(each) || count++ < max) {
        kept.add(each);
      }
    }
    if (count > max) {
      terminal.warning(
          "%d of %d signatures are shown; --max-signatures shows more".formatted(max, count));
    }
    return kept;
  }
}
