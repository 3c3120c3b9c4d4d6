package dev.layerseal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.oci.store.LayoutStore;
import dev.layerseal.testdata.registry.FaultyRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** An audit that looked at nothing, or not at everything, says so in its status. */
class AuditCommandTest extends CommandTest {

  @Test
  void aFolderWithoutALayoutIsAFinding() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertEquals(1, run("audit", empty.toString()), text());
    assertTrue(text(out).contains("unreadable"), text());
    assertTrue(text(out).contains("no OCI layout"), text());
  }

  @Test
  void aLayoutIsFoundHoweverDeep() throws Exception {
    Path deep = Files.createDirectories(folder.resolve("1/2/3/4/5/6/7/8/9"));
    DemoImage.unpack(deep);
    assertEquals(1, run("audit", folder.resolve("1").toString()), text());
    assertTrue(text(out).contains("unsigned-manifest"), text());
  }

  @Test
  void aLayoutWithoutAnythingIsAFinding() throws Exception {
    Path layout = folder.resolve("layout");
    LayoutStore.create(layout).close();
    assertEquals(1, run("audit", layout.toString()), text());
    assertTrue(text(out).contains("nothing in it to look at"), text());
  }

  @Test
  void aRepositoryWithoutTagsIsAFinding() throws Exception {
    try (FaultyRegistry registry = FaultyRegistry.start()) {
      registry.fault(
          "GET",
          "/v2/app/tags/list",
          9,
          answer ->
              dev.layerseal.testdata.registry.Answer.of(200)
                  .withBody(
                      "{\"name\":\"app\",\"tags\":[]}"
                          .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
      assertEquals(1, run("audit", registry.address() + "/app"), text());
      assertTrue(text(out).contains("nothing in it to look at"), text());
    }
  }

  @Test
  void aTargetThatCannotBeReachedDoesNotEndTheAudit() throws Exception {
    Path image = folder.resolve("image");
    DemoImage.unpack(image);
    assertEquals(1, run("audit", "127.0.0.1:1/app:v1", file("absent"), image.toString()), text());
    assertTrue(text(out).contains("unreadable"), text());
    assertTrue(text(out).contains("unsigned-manifest"), text());
  }
}
