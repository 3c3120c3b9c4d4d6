package dev.layerseal.verifier.notary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.notary.EnvelopeFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes one thing at a time: each change must be refused by the check that is there for it. */
class ManipulationTest {

  @TempDir Path folder;

  @Test
  void refusesEachOfTwoHundredChangesByTheRightCheck() throws Exception {
    Verdicts verdicts = new Verdicts(folder);
    List<String> wrong = new ArrayList<>();
    long refused = 0;
    for (Manipulation manipulation : Manipulations.all()) {
      String found = verdicts.ours(manipulation);
      if (!found.equals(manipulation.expected())) {
        wrong.add(
            "%s: %s, expected %s".formatted(manipulation.name(), found, manipulation.expected()));
      }
      refused += found.equals(Manipulation.ACCEPTED) ? 0 : 1;
    }
    assertEquals(List.of(), wrong);
    int all = Manipulations.all().size();
    String counts =
        "%d changes of .* %d are refused, .* %d are taken".formatted(all, refused, all - refused);
    String text = Files.readString(Path.of("../docs/formats/notary-signature.md"));
    assertTrue(Pattern.compile(counts, Pattern.DOTALL).matcher(text).find(), counts);
  }

  @Test
  void quotesNothingThatMovesTheCursor() throws Exception {
    String header = TestTrust.HEADER.replace("notary.x509", "\\u001b[2Jgood\\nverified");
    byte[] envelope = Forge.jws(TestTrust.LEAF, TestTrust.CHAIN, header, TestTrust.PAYLOAD);
    SignatureReport report = new Verdicts(folder).detached(EnvelopeFormat.JWS, envelope);
    String fault = report.refusal().orElseThrow().fault().orElseThrow();
    assertTrue(fault.contains("?[2Jgood?verified"), fault);
  }
}
