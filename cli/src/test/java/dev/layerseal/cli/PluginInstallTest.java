package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.layerseal.oci.Digest;
import dev.layerseal.testdata.Peer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** plugin install from each source, and what is not installed. */
class PluginInstallTest {

  private static final int TAR_BLOCK = 512;

  @TempDir Path folder;
  private Layerseal layerseal;

  @BeforeEach
  void prepare() {
    layerseal = new Layerseal(folder);
  }

  @Test
  void installsFromAZipWithFilesBesideTheProgram() throws Exception {
    Path zip = folder.resolve("trial-1.0.zip");
    Files.write(zip, zip("notation-trial", program("1.0.0"), "LICENSE", "free"));
    layerseal.run("plugin", "install", "--file", zip).orFail();
    assertEquals("free", Files.readString(installed("LICENSE")));
    assertTrue(Files.isExecutable(installed("notation-trial")));
    assertFalse(Files.isExecutable(installed("LICENSE")));
    assertTrue(layerseal.run("plugin", "ls").out().contains("1.0.0"));
  }

  @Test
  void installsFromATarAndUpdates() throws Exception {
    Path old = tar("old.tar.gz", "notation-trial", program("1.0.0"), '0');
    Path newer = tar("new.tar.gz", "./notation-trial", program("1.10.0"), '0');
    layerseal.run("plugin", "add", "--file", old).orFail();
    assertEquals(4, layerseal.run("plugin", "install", "--file", old).status());
    Layerseal.Result updated = layerseal.run("plugin", "install", "--file", newer).orFail();
    assertTrue(updated.out().contains("from version 1.0.0 to 1.10.0"), updated.out());
    Layerseal.Result refused = layerseal.run("plugin", "install", "--file", old);
    assertTrue(refused.err().contains("1.0.0 is not newer"), refused.err());
    layerseal.run("plugin", "install", "--force", "--file", old).orFail();
  }

  @Test
  void fetchesOnlyWithADigestAndOnlyOverHttpsOrFromHere() throws Exception {
    byte[] zip = zip("notation-trial", program("1.0.0"), "LICENSE", "free");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/trial.zip",
        exchange -> {
          exchange.sendResponseHeaders(200, zip.length);
          exchange.getResponseBody().write(zip);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/trial.zip";
      String absent = url.replace("trial", "absent");
      String sha256 = Digest.sha256(zip).hex();
      assertEquals(2, layerseal.run("plugin", "install", "--url", url).status());
      assertEquals(
          3, layerseal.run("plugin", "install", "--url", url, "--sha256sum", "00").status());
      assertEquals(
          4, layerseal.run("plugin", "install", "--url", absent, "--sha256", sha256).status());
      Layerseal.Result far =
          layerseal.run("plugin", "install", "--url", "http://192.0.2.1/x", "--sha256", sha256);
      assertEquals(3, far.status());
      assertTrue(far.err().contains("only https"), far.err());
      assertFalse(Files.exists(installed("notation-trial")));
      layerseal.run("plugin", "install", "--url", url, "--sha256sum", sha256).orFail();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void refusesArchivesThatHoldSomethingElse() throws Exception {
    refused("expected files at the top", zip("../notation-trial", program("1.0.0"), "a", "b"));
    refused("expected files at the top", zip("x/notation-trial", program("1.0.0"), "a", "b"));
    refused("no program of a plugin", zip("trial", program("1.0.0"), "a", "b"));
    refused("several programs", zip("notation-a", program("1.0.0"), "notation-b", "b"));
    refused("calls itself", zip("notation-other", program("1.0.0"), "a", "b"));
    refused("no program of a plugin", program("1.0.0").getBytes(UTF_8));
    Path link = tar("link.tar.gz", "notation-trial", "", '2');
    Layerseal.Result linked = layerseal.run("plugin", "install", "--file", link);
    assertTrue(linked.err().contains("regular files only"), linked.err());
    assertEquals(2, layerseal.run("plugin", "install").status());
    assertEquals(2, layerseal.run("plugin", "install", "--file", "--url", "x").status());
    try (var left = Files.list(layerseal.config().resolve("plugins"))) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  @Tag("interop")
  void eachToolListsWhatTheOtherInstalled() throws Exception {
    Path ours = folder.resolve("ours.zip");
    Files.write(ours, zip("notation-trial", program("1.0.0"), "LICENSE", "free"));
    layerseal.run("plugin", "install", "--file", ours).orFail();
    Path program = Peer.find("notation").program();
    Layerseal.Result listed = layerseal.notation(program, List.of("plugin", "list")).orFail();
    assertTrue(listed.out().contains("trial"), listed.out());
    Path theirs = folder.resolve("notation-second");
    Files.writeString(theirs, program("2.0.0").replace("trial", "second"));
    assertTrue(theirs.toFile().setExecutable(true));
    layerseal.notation(program, List.of("plugin", "install", "--file", theirs.toString())).orFail();
    assertTrue(layerseal.run("plugin", "list").out().contains("second"));
    layerseal.run("plugin", "rm", "-y", "second").orFail();
  }

  private void refused(String why, byte[] source) throws IOException {
    Path file = Files.write(folder.resolve("source"), source);
    Layerseal.Result result = layerseal.run("plugin", "install", "--file", file);
    assertTrue(result.status() == 3 || result.status() == 5, result.all());
    assertTrue(result.err().contains(why), result.err());
  }

  private Path installed(String name) {
    return layerseal.config().resolve("plugins/trial").resolve(name);
  }

  private static String program(String version) {
    return """
        #!/bin/sh
        echo '{"name":"trial","description":"d","version":"%s","url":"u",
          "supportedContractVersions":["1.0"],"capabilities":["SIGNATURE_GENERATOR.RAW"]}'
        """
        .formatted(version);
  }

  private static byte[] zip(String... namesAndTexts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        out.putNextEntry(new ZipEntry(namesAndTexts[i]));
        out.write(namesAndTexts[i + 1].getBytes(UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  private Path tar(String file, String name, String text, char type) throws IOException {
    Path path = folder.resolve(file);
    byte[] content = text.getBytes(UTF_8);
    byte[] header = new byte[TAR_BLOCK];
    put(header, 0, name);
    put(header, 100, "0000755\0" + "0000000\0" + "0000000\0");
    put(header, 124, "%011o\0%011o\0".formatted(content.length, 0));
    put(header, 148, "        " + type + (type == '2' ? "/bin/sh" : ""));
    put(header, 257, "ustar\0" + "00");
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write(header);
      out.write(content);
      out.write(new byte[(TAR_BLOCK - content.length % TAR_BLOCK) % TAR_BLOCK + 2 * TAR_BLOCK]);
    }
    return path;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
