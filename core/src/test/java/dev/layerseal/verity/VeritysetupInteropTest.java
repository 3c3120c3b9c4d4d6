package dev.layerseal.verity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.layerseal.error.LayersealException;
import dev.layerseal.testdata.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("interop")
class VeritysetupInteropTest {

  @TempDir Path folder;

  @Test
  void writesTheSameBytesUnderRandomParameters() throws Exception {
    new VeritysetupComparison(folder).run(120, 20260821);
  }

  @Test
  void refusesTheBlockSizesThatItRefuses() throws Exception {
    Peer veritysetup = Peer.find("veritysetup");
    Path data = Files.write(folder.resolve("data"), new byte[8192]);
    for (long size : new long[] {0, 1, 256, 511, 513, 1000, 4095, 1 << 20}) {
      for (String which : new String[] {"data", "hash"}) {
        Peer.Result result =
            veritysetup.run(
                "format",
                data,
                folder.resolve("hash"),
                "--" + which + "-block-size=" + size,
                "--salt=-");
        assertEquals(false, result.succeeded(), which + " " + size);
        assertThrows(
            LayersealException.class,
            () -> {
              VerityParameters.Builder builder = VerityParameters.builder();
              (which.equals("data") ? builder.dataBlockSize(size) : builder.hashBlockSize(size))
                  .build();
            });
      }
    }
  }
}
