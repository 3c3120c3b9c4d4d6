package dev.layerseal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.composefs.ObjectStore;
import dev.layerseal.fsverity.FsVerityHasher;
import dev.layerseal.fsverity.FsVerityParameters;
import dev.layerseal.signer.SigningKey;
import dev.layerseal.testdata.Peer;
import dev.layerseal.testdata.Vector;
import dev.layerseal.verifier.ImageVerifier;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.ObjectMapper;

/** The commands for composefs, and the names of other tools that layerseal answers to. */
class ComposefsToolsTest extends CommandTest {

  private static final String DUMPFILE =
      """
      / 4096 40755 2 0 0 0 10.0 - - -
      /a 3 100644 1 0 0 0 10.0 - abc -
      /b 3 100644 2 0 0 0 11.5 %1$s/%2$s - %1$s%2$s user.note=x
      /c 0 @100644 - - - - 0.0 /b - -
      /w 0 20644 1 0 0 0 10.0 - - -
      """
          .formatted("5a", "ab".repeat(31));

  @Test
  void buildsDumpsComparesAndChecks() throws IOException {
    String dumpfile = write("dumpfile", DUMPFILE);
    String other = write("other", DUMPFILE.replace("abc", "abd"));
    assertEquals(0, run("composefs", "build", dumpfile, "--out", path("a.cfs")));
    String digest = text(out);
    assertEquals(0, run("composefs", "digest", dumpfile));
    assertEquals(digest, text(out));
    assertEquals(0, run("composefs", "build", other, "--out", path("b.cfs")));
    assertEquals(0, run("composefs", "diff", path("a.cfs"), path("a.cfs")));
    assertEquals(1, run("composefs", "diff", path("a.cfs"), path("b.cfs")));
    assertEquals(2, text(out).lines().count());
    assertEquals(0, run("composefs", "check", path("a.cfs")));
    assertEquals(1, run("composefs", "check", "--basedir", path("none"), path("a.cfs")));
    assertTrue(text(out).contains("missing"), text(out));
    assertEquals(0, run("composefs", "dump", path("a.cfs")));
    String dump = text(out);
    assertEquals(
        0,
        runAs(
            "",
            "composefs",
            "build",
            write("dump", dump),
            "--composefs-version=1",
            "--out",
            path("again.cfs")));
    assertEquals(digest, text(out));
  }

  @Test
  void aDumpOfALayerBuildsItsImage() throws IOException {
    String layer = Vector.folder("recipe").resolve("layer.tar.gz").toString();
    for (String rule : List.of("usr", "entry", "0555", "none")) {
      String root = "--root-metadata=" + rule;
      String store = path("objects-" + rule);
      String[] build = {"composefs", "build", root, layer, "--out", path("a.cfs")};
      assertEquals(0, run(build));
      String digest = text(out);
      assertEquals(0, run("composefs", "dump", root, layer));
      String dump = write("dump", text(out));
      assertEquals(0, run("composefs", "digest", "--composefs-version=1", dump));
      assertEquals(digest, text(out), rule);
      String[] stored = Arrays.copyOf(build, build.length + 2);
      stored[build.length] = "--digest-store";
      stored[build.length + 1] = store;
      for (int again = 0; again < 2; again++) {
        assertEquals(0, run(stored));
        assertEquals(digest, text(out));
        assertEquals(0, run("composefs", "check", "--basedir", store, path("a.cfs")));
      }
    }
  }

  @Test
  void findsMissingAndAlteredObjectsAndReplacesThemOnRequest() throws IOException {
    Path source = Files.createDirectory(folder.resolve("source"));
    Files.write(source.resolve("a"), new byte[100]);
    Files.write(source.resolve("b"), new byte[200]);
    String store = "--digest-store=" + path("objects");
    String[] build = {"composefs", "build", store, source.toString(), "--out", path("a.cfs")};
    String[] check = {"composefs", "check", "--basedir", path("objects"), path("a.cfs")};
    assertEquals(0, run(build));
    String digest = text(out);
    assertEquals(0, run(check));
    assertEquals("0 findings, 2 objects\n", text(out));
    List<Path> objects = objects();
    Files.delete(objects.get(0));
    Files.write(objects.get(1), new byte[] {1});
    assertEquals(1, run(check));
    assertEquals(
        "object %s: missing%nobject %s: altered%n2 findings, 2 objects%n"
            .formatted(
                folder.resolve("objects").relativize(objects.get(0)),
                folder.resolve("objects").relativize(objects.get(1))),
        text(out));
    assertEquals(3, run(build));
    assertTrue(text(err).contains("the object is not what its name says"));
    assertEquals(1, runAs("mkcomposefs", store, source.toString(), path("b.cfs")));
    assertFalse(Files.exists(folder.resolve("b.cfs")));
    build = Stream.concat(Stream.of(build), Stream.of("--replace-objects")).toArray(String[]::new);
    assertEquals(0, run(build));
    assertEquals(digest, text(out));
    assertEquals(0, run(check));
  }

  /** The process is killed while it fills the store. */
  @Test
  void anInterruptedBuildLeavesAConsistentStoreAndNoImage() throws Exception {
    Path source = Files.createDirectory(folder.resolve("source"));
    for (int i = 0; i < 120; i++) {
      byte[] content = new byte[50_000];
      content[0] = (byte) i;
      Files.write(source.resolve("file" + i), content);
    }
    Path endless = source.resolve("endless");
    try (RandomAccessFile sparse = new RandomAccessFile(endless.toFile(), "rw")) {
      sparse.setLength(1L << 37); // Nobody reads so much before the build is ended.
    }
    String store = "--digest-store=" + path("objects");
    Process build =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(Main.class, ObjectStore.class, SigningKey.class, ImageVerifier.class)
                    + File.pathSeparator
                    + classPath(CommandLine.class, ObjectMapper.class, JsonParser.class),
                "dev.layerseal.cli.Main",
                "composefs",
                "build",
                "--skip-xattrs",
                store,
                source.toString(),
                "--out",
                path("image"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    while (build.isAlive() && finished().size() < 5) {
      Thread.sleep(1);
    }
    assertTrue(build.isAlive(), Files.readString(folder.resolve("log")));
    build.destroyForcibly().waitFor();
    assertFalse(Files.exists(folder.resolve("image")), Files.readString(folder.resolve("log")));
    for (Path object : finished()) {
      String name =
          String.valueOf(Objects.requireNonNull(object.getParent()).getFileName())
              + object.getFileName();
      byte[] content = Files.readAllBytes(object);
      assertEquals(name, FsVerityHasher.digest(FsVerityParameters.SHA256, content).toString());
    }
    Files.delete(endless);
    assertEquals(0, run("composefs", "build", store, source.toString(), "--out", path("image")));
    assertEquals(0, run("composefs", "check", "--basedir", path("objects"), path("image")));
  }

  /** Where classes were loaded from; the runner of the tests may have loaders of its own. */
  private static String classPath(Class<?>... classes) throws URISyntaxException {
    StringJoiner path = new StringJoiner(File.pathSeparator);
    for (Class<?> one : classes) {
      path.add(Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    return path.toString();
  }

  /** Objects under their names: a temporary file is not one yet. */
  private List<Path> finished() throws IOException {
    return objects().stream()
        .filter(object -> !String.valueOf(object.getFileName()).startsWith(".tmp"))
        .toList();
  }

  private List<Path> objects() throws IOException {
    if (!Files.exists(folder.resolve("objects"))) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder.resolve("objects"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (java.io.UncheckedIOException e) {
      return List.of(); // A temporary file went while it was looked at.
    }
  }

  @Test
  void leavesNoImageBehindWhenTheSourceIsBad() throws IOException {
    String dumpfile =
        write("dumpfile", "/ 0 40755 2 0 0 0 10.0 - - -\n/a zero 100644 1 0 0 0 0.0 - - -\n");
    assertEquals(3, run("composefs", "build", dumpfile, "--out", path("a.cfs")));
    assertTrue(text(err).contains("line 2, column 4, SIZE"), text(err));
    assertEquals(1, runAs("mkcomposefs", "--from-file", dumpfile, path("a.cfs")));
    assertFalse(Files.exists(folder.resolve("a.cfs")));
  }

  @Test
  @Tag("interop")
  void answersAsMkcomposefs() throws IOException {
    String dumpfile = write("dumpfile", DUMPFILE);
    same("mkcomposefs", "--from-file", "--print-digest-only", dumpfile);
    same("mkcomposefs", "--from-file", "--print-digest-on", dumpfile);
    same("mkcomposefs", dumpfile, "--from-file", "--min-version=0", "--print-digest-only");
    same("mkcomposefs", "--from-file", "--max-version", "1", dumpfile, "-");
    same("mkcomposefs", "--from-file", "--print-digest", dumpfile, path("image"));
    same("mkcomposefs");
    same("mkcomposefs", dumpfile);
    same("mkcomposefs", "--from-file", path("none"), path("image"));
    same("mkcomposefs", "--threads=0", dumpfile, path("image"));
    same("mkcomposefs", "--skip-xattrs", "--user-xattrs", dumpfile, path("image"));
    same("mkcomposefs", "--print-digest-only", dumpfile, path("image"));
    same("mkcomposefs", "--from-file", "--min-version=2", dumpfile, path("image"));
    same("mkcomposefs", "--from-file", "--max-version=7", dumpfile, path("image"));
    same("mkcomposefs", "--from-file", "--min-version= 1", "--print-digest-only", dumpfile);
    same("mkcomposefs", "--from-file", "--threads=4294967297", "--print-digest-only", dumpfile);
    same("mkcomposefs", "--from-file", "--threads=3x", "--print-digest-only", dumpfile);
    same("mkcomposefs", "", path("image"));
    same("mkcomposefs", "-C", dumpfile, path("image"));
    same("mkcomposefs", "--threads");
  }

  @Test
  @Tag("interop")
  void answersAsComposefsInfo() throws IOException {
    String dumpfile = write("dumpfile", DUMPFILE);
    String image = path("image");
    assertEquals(0, runAs("mkcomposefs", "--from-file", dumpfile, image));
    same("composefs-info", "dump", image);
    same("composefs-info", "ls", image, image);
    same("composefs-info", "--filter=b", "--filter", "w", "dump", image);
    same("composefs-info", "objects", image, image);
    same("composefs-info", "missing-objects", image, "--basedir=" + folder);
    same("composefs-info", "measure-file", image, dumpfile);
    same("composefs-info");
    same("composefs-info", "dump");
    same("composefs-info", "bogus", image);
    same("composefs-info", "dump", dumpfile);
    same("composefs-info", "dump", path("none"));
    same("composefs-info", "--filter=a/b", "dump", image);
    same("composefs-info", "--filter=", "dump", image);
    same("composefs-info", "--filter=..", "--filter=b", "ls", image);
    same("composefs-info", "missing-objects", image);
    same("composefs-info", "--basedir=" + path("none"), "dump", image);
    same("composefs-info", "--basedir=" + path("none"), "measure-file", image);
    same("composefs-info", "--bogus");
    same("composefs-info", "measure-file");
  }

  /** Exit status and standard output are those of the tool. */
  private void same(String tool, String... arguments) {
    Peer.Result theirs = Peer.find(tool).run((Object[]) arguments);
    int status = runAs(tool, arguments);
    String all = tool + " " + Arrays.toString(arguments);
    assertEquals(theirs.status(), status, all + ": " + text(err));
    assertEquals(hex(theirs.output()), hex(out.toByteArray()), all);
  }

  private static List<Byte> hex(byte[] bytes) {
    List<Byte> list = new ArrayList<>();
    for (byte b : bytes) {
      list.add(b);
    }
    return list;
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }
}
