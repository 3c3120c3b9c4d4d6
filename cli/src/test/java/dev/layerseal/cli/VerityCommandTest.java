package dev.layerseal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerityCommandTest extends CommandTest {

  private String data = "";
  private String tree = "";

  @BeforeEach
  void writeData() throws Exception {
    data = Files.write(folder.resolve("data"), new byte[70_000]).toString();
    tree = folder.resolve("tree").toString();
  }

  @Test
  void verifiesWhatItFormats() throws Exception {
    assertEquals(0, run("verity", "format", "-o", "json", "-s", "00ff", data, tree), text(err));
    String root = JsonObject.parse(out.toByteArray()).string("rootHash");
    assertEquals(0, run("verity", "verify", data, tree, root), text(err));
    assertEquals(0, run("verity", "roothash", "-s", "00ff", data));
    assertEquals(root, text(out).strip());
    Files.write(Path.of(data), new byte[] {1});
    assertEquals(3, run("verity", "verify", data, tree, root));
    byte[] changed = new byte[70_000];
    changed[69_000] = 1;
    Files.write(Path.of(data), changed);
    assertEquals(1, run("verity", "verify", data, tree, root));
    assertTrue(text(err).contains("does not match the hash tree"), text(err));
  }

  @Test
  void theTreeMayFollowTheData() throws Exception {
    Files.write(Path.of(data), new byte[8192]);
    assertEquals(3, run("verity", "format", "--hash-offset=4096", data, data));
    assertTrue(text(err).contains("overlaps"), text(err));
    String file = folder.resolve("root").toString();
    String offset = "--hash-offset=8192";
    String rootFile = "--root-hash-file=" + file;
    assertEquals(0, run("verity", "format", offset, rootFile, data, data), text(err));
    assertEquals(0, run("verity", "verify", offset, rootFile, data, data), text(err));
  }

  @Test
  void refusesParametersThatMakeNoTree() {
    assertEquals(3, run("verity", "roothash", "--hash=sha256x", data));
    assertEquals(3, run("verity", "roothash", "--data-block-size=1000", data));
    assertEquals(3, run("verity", "roothash", "--format=2", data));
    assertEquals(3, run("verity", "roothash", "--data-blocks=1000", data));
    assertEquals(2, run("verity", "verify", data, tree));
    assertEquals(4, run("verity", "roothash", data + "x"));
  }
}
