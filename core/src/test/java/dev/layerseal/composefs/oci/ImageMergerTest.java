package dev.layerseal.composefs.oci;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.composefs.ComposefsImage;
import dev.layerseal.composefs.ComposefsTree;
import dev.layerseal.erofs.mkfs.TarBytes;
import dev.layerseal.erofs.mkfs.TarBytes.Header;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.fsverity.FsVerityParameters;
import dev.layerseal.seal.LayerConverter;
import dev.layerseal.seal.LayerSource;
import dev.layerseal.tree.FileName;
import dev.layerseal.tree.Inode;
import dev.layerseal.tree.Inode.Directory;
import dev.layerseal.tree.Metadata;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImageMergerTest {

  private static final MergeRules PLAIN = new MergeRules(RootMetadata.ENTRY, MtimePrecision.NSEC);

  /** A layer of composefs-rs's own tests, and the digest that they hold fixed for version 1. */
  @Test
  void aLayerHasTheDigestThatComposefsRsPins() throws Exception {
    TarBytes tar =
        new TarBytes()
            .add(new Header('5', "usr/").mode(0755).modified(1234567890))
            .add(
                new Header('0', "hello.txt").modified(1234567890),
                "hello from test layer\n".getBytes(ISO_8859_1))
            .add(new Header('1', "hello-link.txt").link("hello.txt").modified(1234567890));
    ImageMerger merger =
        ImageMerger.standard(FsVerityParameters.SHA512, LayerConverter.Settings.STANDARD);
    ComposefsTree tree = merger.merge(List.of(layer(tar.end()))).tree();
    assertEquals(
        "d06f1f6a73f62ed48e05ce9442ff045cdf2a9f5ba1ec623795de3d6177a253d9"
            + "1076459795d94f55d8c3d71dab458bb3fc0071255a50c0a4896d86ffdc870b9a",
        ComposefsImage.digest(tree, MergeRules.VERSION, FsVerityParameters.SHA512).toString());
  }

  @Test
  void whiteoutsActWhereTheyAreInTheStream() throws Exception {
    TarBytes tar =
        new TarBytes()
            .directory("/a")
            .directory("b")
            .directory("./c/")
            .file("/a/b", "")
            .file("/a/c", "")
            .file("/b/a", "")
            .file("/b/c", "")
            .file("/c/a", "")
            .file("/c/c", "")
            .file(".wh.a", "")
            .file("/b/.wh..wh..opq", "")
            .file("/c/.wh.c", "");
    MergedImage merged = merge(PLAIN, tar.end());
    assertEquals(List.of("/b", "/c", "/c/a"), names(merged));
    assertEquals(3, merged.layers().get(0).warnings().size());
    assertEquals(
        List.of("/etc", "/etc/config"),
        names(
            merge(
                PLAIN,
                new TarBytes()
                    .directory("etc")
                    .file("etc/config", "")
                    .file("etc/.wh.config", "")
                    .file("etc/config", "")
                    .end())));
  }

  @Test
  void whiteoutsOfNothingDoNothing() throws Exception {
    TarBytes tar =
        new TarBytes()
            .directory("d")
            .file("d/real", "")
            .file("d/.wh..wh.", "")
            .file("d/.wh.", "")
            .file("d/.wh..", "")
            .file("d/.wh...", "")
            .file("d/.wh.nosuchfile", "");
    MergedImage merged = merge(PLAIN, tar.end());
    assertEquals(List.of("/d", "/d/real"), names(merged));
    assertEquals(List.of(), merged.layers().get(0).warnings());
  }

  @Test
  void upperLayersReplaceAndKeepWhatIsBelowDirectories() throws Exception {
    byte[] lower =
        new TarBytes()
            .directory("d")
            .file("d/x", "1")
            .directory("e")
            .file("e/x", "1")
            .file("f", "1")
            .end();
    byte[] upper =
        new TarBytes()
            .add(new Header('5', "d").mode(0700))
            .add(new Header('2', "e").link("d"))
            .directory("f")
            .end();
    MergedImage merged = merge(PLAIN, lower, upper);
    assertEquals(List.of("/d", "/d/x", "/e", "/f"), names(merged));
    Directory root = merged.tree().root();
    assertEquals(0700, entry(root, "d").metadata().permissions());
    assertTrue(root.entries().get(FileName.of("e")) instanceof Inode.Symlink);
    assertTrue(root.entries().get(FileName.of("f")) instanceof Directory);
  }

  @Test
  void hardLinksShareAnInodeAcrossLayers() throws Exception {
    byte[] lower = new TarBytes().directory("d").file("d/x", "1").end();
    byte[] upper =
        new TarBytes()
            .add(new Header('1', "y").link("d/x"))
            .add(new Header('1', "z").link("/y"))
            .file("d/x", "2")
            .end();
    Directory root = merge(PLAIN, lower, upper).tree().root();
    Inode linked = entry(root, "y");
    assertSame(linked, root.entries().get(FileName.of("z")));
    assertEquals(2, linked.metadata().linkCount());
  }

  @Test
  void theRootIsAsTheRuleSays() throws Exception {
    byte[] tar =
        new TarBytes()
            .add(new Header('5', "./").mode(0700).uid(7).modified(5))
            .add(new Header('5', "usr").mode(0711).gid(3).modified(9))
            .pax(
                "mtime",
                "12.25",
                "SCHILY.xattr.user.a",
                "b",
                "SCHILY.xattr.security.capability",
                "c")
            .file("usr/x", "")
            .directory("run")
            .file("run/gone", "")
            .end();
    MergedImage usr = merge(MergeRules.STANDARD, tar);
    assertEquals(0711, usr.tree().root().metadata().permissions());
    assertEquals(3, usr.tree().root().metadata().gid());
    assertEquals(List.of("/run", "/usr", "/usr/x"), names(usr));
    assertEquals(9, file(usr, "run").mtime());
    Metadata x = entry((Directory) entry(usr.tree().root(), "usr"), "x").metadata();
    assertEquals(250_000_000, x.mtimeNanos());
    assertEquals("security.capability", x.xattrs().entries().get(0).toString());
    assertEquals(1, x.xattrs().entries().size());

    MergedImage entry = merge(PLAIN, tar);
    assertEquals(7, entry.tree().root().metadata().uid());
    assertEquals(4, names(entry).size());

    MergedImage fixed = merge(new MergeRules(RootMetadata.FIXED, MtimePrecision.SEC), tar);
    assertEquals(0555, fixed.tree().root().metadata().permissions());
    assertEquals(1700000000, fixed.tree().root().metadata().mtime());
  }

  private static Metadata file(MergedImage image, String name) throws FormatException {
    return entry(image.tree().root(), name).metadata();
  }

  private static Inode entry(Directory directory, String name) throws FormatException {
    return Objects.requireNonNull(directory.entries().get(FileName.of(name)), name);
  }

  @Test
  void refusesPathsThatLeadElsewhere() {
    refuses("d/../../etc", new TarBytes().directory("d").file("d/../../etc", ""));
    refuses("..", new TarBytes().file("..", ""));
    refuses("no directory", new TarBytes().add(new Header('2', "s").link("/etc")).file("s/x", ""));
    refuses("is not there", new TarBytes().file("missing/x", ""));
    refuses("is not there", new TarBytes().add(new Header('1', "y").link("missing")));
    refuses("'..'", new TarBytes().add(new Header('1', "y").link("../../etc/passwd")));
    refuses("a directory", new TarBytes().directory("d").add(new Header('1', "y").link("d")));
    refuses("the root", new TarBytes().add(new Header('1', "y").link("/")));
    refuses("the root is no directory", new TarBytes().file("./", ""));
    refuses("symlink's target", new TarBytes().add(new Header('2', "s")));
    refuses("no directory /usr", MergeRules.STANDARD, new TarBytes().directory("etc"));
  }

  @Test
  void refusesWhatComposefsRsRefuses() {
    refuses("0x53", new TarBytes().add(new Header('S', "sparse")));
    refuses("single zero block", new TarBytes().directory("d").zeros(512).directory("e"));
    refuses("is not expected", new TarBytes().pax("path", "a").pax("path", "b").file("c", ""));
    refuses("zero byte", new TarBytes().pax("path", "a\0b").file("c", ""));
    refuses("has to follow", new TarBytes().pax("path", "a"));
    refuses("sparse", new TarBytes().pax("GNU.sparse.major", "1").file("c", ""));
    refuses("pax uid", new TarBytes().pax("uid", "-1").file("c", ""));
  }

  @Test
  void readsOldEntriesAndPassesGlobalHeadersOver() throws Exception {
    byte[] tar =
        new TarBytes()
            .add(new Header('\0', "old/").text(257, 8, ""))
            .add(new Header('\0', "old/file").text(257, 8, ""), new byte[] {'x'})
            .pax('g', "path", "nowhere", "uid", "5")
            .file("new", "y")
            .end();
    MergedImage merged = merge(PLAIN, tar);
    assertEquals(List.of("/new", "/old", "/old/file"), names(merged));
    assertEquals(0, file(merged, "new").uid());
  }

  @Test
  void boundsTheMemoryOfTheTree() {
    TarBytes tar = new TarBytes();
    for (int i = 0; i < 1000; i++) {
      tar.file("f" + i, "");
    }
    ImageMerger merger =
        new ImageMerger(
            PLAIN, FsVerityParameters.SHA256, LayerConverter.Settings.STANDARD.withMemory(1 << 18));
    LayersealException e =
        assertThrows(
            UnsupportedFeatureException.class, () -> merger.merge(List.of(layer(tar.end()))));
    assertTrue(e.hint().orElse("").contains("--memory"));
  }

  private static void refuses(String why, TarBytes tar) {
    refuses(why, PLAIN, tar);
  }

  private static void refuses(String why, MergeRules rules, TarBytes tar) {
    LayersealException e =
        assertThrows(LayersealException.class, () -> merge(rules, tar.end()), why);
    assertTrue(String.valueOf(e.getMessage()).contains(why), e.getMessage());
  }

  private static MergedImage merge(MergeRules rules, byte[]... tars)
      throws LayersealException, IOException {
    ImageMerger merger =
        new ImageMerger(rules, FsVerityParameters.SHA256, LayerConverter.Settings.STANDARD);
    return merger.merge(Arrays.stream(tars).map(ImageMergerTest::layer).toList());
  }

  private static LayerSource layer(byte[] tar) {
    return new LayerSource(
        "layer",
        () -> new ByteArrayInputStream(tar),
        tar.length,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** All paths but that of the root, depth first. */
  private static List<String> names(MergedImage image) {
    List<String> names = new ArrayList<>();
    names("", image.tree().root(), names);
    return names;
  }

  private static void names(String path, Directory directory, List<String> names) {
    directory
        .entries()
        .forEach(
            (name, inode) -> {
              names.add(path + "/" + name);
              if (inode instanceof Directory below) {
                names(path + "/" + name, below, names);
              }
            });
  }
}
