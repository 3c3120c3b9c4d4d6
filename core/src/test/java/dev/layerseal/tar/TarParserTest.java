package dev.layerseal.tar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.erofs.mkfs.TarBytes;
import dev.layerseal.erofs.mkfs.TarBytes.Header;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.tar.TarWarning.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TarParserTest {

  /** Keeps what it is given; content is read of regular files. */
  private static final class Recorder implements TarConsumer {
    final List<TarEntry> entries = new ArrayList<>();
    final List<TarWarning> warnings = new ArrayList<>();
    final ByteArrayOutputStream content = new ByteArrayOutputStream();

    @Override
    public boolean entry(TarEntry entry) {
      entries.add(entry);
      return entry.type() == TarType.REGULAR && entry.size() > 0;
    }

    @Override
    public void data(byte[] buffer, int offset, int length) {
      content.write(buffer, offset, length);
    }

    @Override
    public void volumeLabel(byte[] label) {}

    @Override
    public void warning(TarWarning warning) {
      warnings.add(warning);
    }

    List<Kind> kinds() {
      return warnings.stream().map(TarWarning::kind).toList();
    }
  }

  private static Recorder read(TarDialect dialect, byte[] tar)
      throws LayersealException, IOException {
    Recorder recorder = new Recorder();
    TarParser parser = new TarParser(dialect, recorder);
    parser.update(tar, 0, tar.length);
    parser.finish();
    return recorder;
  }

  private static Recorder read(TarBytes tar) throws LayersealException, IOException {
    return read(TarDialect.EROFS_UTILS_1_9, tar.end());
  }

  @Test
  void readsEntriesAndContent() throws Exception {
    Recorder found = read(new TarBytes().directory("d/").file("d/a", "hello").file("d/b", "x"));
    assertEquals(3, found.entries.size());
    TarEntry file = found.entries.get(1);
    assertEquals("d/a", text(file.path()));
    assertEquals(1024, file.dataOffset());
    assertEquals(5, file.size());
    assertEquals("hellox", found.content.toString(StandardCharsets.US_ASCII));
    assertEquals(List.of(), found.warnings);
  }

  @Test
  void namesTheDroppedEntries() throws Exception {
    Recorder found =
        read(
            new TarBytes()
                .add(new Header('\0', "old"), new byte[10])
                .add(new Header('S', "sparse"), new byte[10])
                .add(new Header('D', "dump"), new byte[10])
                .file("kept", ""));
    assertEquals(
        List.of(Kind.OLD_REGULAR_FILE_DROPPED, Kind.SPARSE_FILE_DROPPED, Kind.ENTRY_DROPPED),
        found.kinds());
    assertEquals(
        List.of(0L, 1024L, 2048L), found.warnings.stream().map(TarWarning::offset).toList());
    assertEquals(1, found.entries.size());
  }

  @Test
  void stopsAtADeviceWithoutNumber() throws Exception {
    Recorder found = read(new TarBytes().file("a", "").add(new Header('3', "dev")).file("b", ""));
    assertEquals(1, found.entries.size());
    assertEquals(Kind.CUT_AT_DEVICE, found.kinds().get(0));
  }

  @Test
  void warnsOfALongTail() throws Exception {
    byte[] end = new TarBytes().file("a", "").end();
    byte[] reliable = Arrays.copyOf(end, end.length + TarParser.RELIABLE_TAIL);
    byte[] longer = Arrays.copyOf(end, reliable.length + 1);
    assertEquals(List.of(), read(TarDialect.EROFS_UTILS_1_9, reliable).kinds());
    assertEquals(List.of(Kind.LONG_TAIL), read(TarDialect.EROFS_UTILS_1_9, longer).kinds());
  }

  @Test
  void anEndMarkIsNeededByTheOldReleaseOnly() throws Exception {
    byte[] tar = new TarBytes().file("a", "x").toByteArray();
    assertEquals(List.of(Kind.NO_END_MARK), read(TarDialect.EROFS_UTILS_1_9, tar).kinds());
    UnsupportedFeatureException refusal =
        assertThrows(
            UnsupportedFeatureException.class, () -> read(TarDialect.EROFS_UTILS_1_8, tar));
    assertTrue(
        String.valueOf(refusal.getMessage()).startsWith("the reference tool refuses this layer: "));
  }

  @Test
  void saysWhereAnArchiveIsCut() {
    byte[] tar = new TarBytes().add(new Header('0', "a"), new byte[1000]).end();
    for (int length : new int[] {513, 1000, 1511, 1512, 1535}) {
      FormatException cut =
          assertThrows(
              FormatException.class,
              () -> read(TarDialect.EROFS_UTILS_1_9, Arrays.copyOf(tar, length)));
      String at = "tar ends at 0x%x, inside the %s of an entry";
      assertEquals(at.formatted(length, length < 1512 ? "content" : "padding"), cut.getMessage());
    }
  }

  @Test
  void emptyOwnersAreRefused() {
    byte[] tar = new TarBytes().add(new Header('0', "a").text(108, 8, "")).end();
    assertEquals(
        "the reference tool refuses this layer: tar header at 0x0: the uid field is no number",
        assertThrows(UnsupportedFeatureException.class, () -> read(TarDialect.EROFS_UTILS_1_9, tar))
            .getMessage());
  }

  @Test
  void fractionsDependOnTheRelease() throws Exception {
    byte[] tar = new TarBytes().pax("mtime", "-5.25").file("a", "").end();
    TarEntry old = read(TarDialect.EROFS_UTILS_1_8, tar).entries.get(0);
    TarEntry now = read(TarDialect.EROFS_UTILS_1_9, tar).entries.get(0);
    assertEquals(-5, old.modified());
    assertEquals(25, old.nanoseconds());
    assertEquals(-6, now.modified());
    assertEquals(750_000_000, now.nanoseconds());
  }

  @Test
  void globalRecordsReachTheEntryAfterNext() throws Exception {
    Recorder found =
        read(
            new TarBytes()
                .pax('g', "mtime", "5", "SCHILY.xattr.user.g", "v")
                .file("a", "")
                .file("b", ""));
    assertEquals(1700000000, found.entries.get(0).modified());
    assertEquals(5, found.entries.get(1).modified());
    for (TarEntry entry : found.entries) {
      assertEquals("user.g", text(entry.xattrs().get(0).name()));
    }
  }

  @Test
  void laterXattrsKeepThePlaceOfTheFirst() throws Exception {
    TarBytes tar =
        new TarBytes()
            .pax("SCHILY.xattr.b", "1", "SCHILY.xattr.a", "2", "SCHILY.xattr.b", "3")
            .file("f", "");
    List<TarXattr> xattrs = read(tar).entries.get(0).xattrs();
    assertEquals(List.of("b", "a"), xattrs.stream().map(x -> text(x.name())).toList());
    assertArrayEquals(new byte[] {'3'}, xattrs.get(0).value());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }
}
