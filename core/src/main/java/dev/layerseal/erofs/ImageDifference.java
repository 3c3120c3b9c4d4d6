package dev.layerseal.erofs;

import dev.layerseal.bytes.Hex;
import dev.layerseal.erofs.disk.ErofsSuperblock;
import dev.layerseal.error.LayersealException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where two images part: every field of the superblock that differs, and the first structure behind
 * it, by name.
 */
public final class ImageDifference {

  private static final int PIECE = 1 << 16;
  private static final int SHOWN = 16;
  private static final String CHECKSUM = "checksum";

  /** What a difference in a field is known to come from. */
  private static final Map<String, String> CAUSES =
      Map.of(
          "feature_compat", "a checksum at 512-byte blocks came with erofs-utils 1.8.8",
          "uuid", "another rule for the UUID: see --erofs-uuid",
          "epoch", "mkfs.erofs ran without -T0",
          "fixed_nsec", "mkfs.erofs 1.8 ran without -T0",
          "block_size", "another block size: see -b of mkfs.erofs",
          "inos", "another layer, or entries that one writer drops");

  private final ImageSource expected;
  private final ImageSource actual;
  private final List<Difference> found = new ArrayList<>();

  private ImageDifference(ImageSource expected, ImageSource actual) {
    this.expected = expected;
    this.actual = actual;
  }

  /**
   * Compares as many bytes as {@code expected} has, which is a sound image; what {@code actual} has
   * behind those is left alone.
   */
  public static List<Difference> compare(ImageSource expected, ImageSource actual)
      throws IOException, LayersealException {
    ImageDifference difference = new ImageDifference(expected, actual);
    difference.superblocks();
    difference.structures();
    return List.copyOf(difference.found);
  }

  private void superblocks() throws IOException, LayersealException {
    List<String> ours = lines(expected);
    List<String> theirs;
    try {
      theirs = lines(actual);
    } catch (LayersealException e) {
      add("superblock", ErofsSuperblock.OFFSET, "a superblock", String.valueOf(e.getMessage()));
      return;
    }
    for (int i = 0; i < ours.size(); i++) {
      String[] our = ours.get(i).strip().split(" ", 2);
      String[] their = theirs.get(i).strip().split(" ", 2);
      if (!Arrays.equals(our, their)) {
        add("superblock " + our[0], ErofsSuperblock.OFFSET, our[1], their[1]);
      }
    }
    if (found.size() > 1) {
      // With another field it has to differ too.
      found.removeIf(
          one -> one.structure().endsWith(CHECKSUM) && !one.actual().equals("0x00000000"));
    }
  }

  private static List<String> lines(ImageSource source) throws IOException, LayersealException {
    StringBuilder text = new StringBuilder();
    SuperblockDump.dump(Image.open(source, List.of()).superblock(), text);
    return text.toString().lines().toList();
  }

  private void structures() throws IOException, LayersealException {
    long from = ErofsSuperblock.OFFSET + ErofsSuperblock.SIZE;
    Optional<Long> at = first(0, Math.min(ErofsSuperblock.OFFSET, actual.size()));
    if (at.isEmpty()) {
      at = first(from, Math.min(expected.size(), actual.size()));
    }
    if (at.isPresent()) {
      long offset = at.get();
      add(structure(offset), offset, bytes(expected, offset), bytes(actual, offset));
    } else if (actual.size() < expected.size()) {
      add("image", actual.size(), expected.size() + " bytes", actual.size() + " bytes");
    }
  }

  private Optional<Long> first(long from, long end) throws IOException, LayersealException {
    byte[] ours = new byte[PIECE];
    byte[] theirs = new byte[PIECE];
    for (long at = from; at < end; at += PIECE) {
      int length = (int) Math.min(PIECE, end - at);
      expected.read(at, ours, 0, length);
      actual.read(at, theirs, 0, length);
      int differs = Arrays.mismatch(ours, 0, length, theirs, 0, length);
      if (differs >= 0) {
        return Optional.of(at + differs);
      }
    }
    return Optional.empty();
  }

  private static String bytes(ImageSource source, long offset)
      throws IOException, LayersealException {
    return Hex.encode(source.read(offset, (int) Math.min(SHOWN, source.size() - offset)));
  }

  private String structure(long offset) throws IOException, LayersealException {
    StructureName name = new StructureName(offset);
    ImageWalk.walk(ImageReader.of(Image.open(expected, List.of())), name);
    return name.found().orElse("space without a structure, or a device slot");
  }

  private void add(String structure, long offset, String ours, String theirs) {
    String field = structure.substring(structure.lastIndexOf(' ') + 1);
    Optional<String> cause =
        structure.startsWith("superblock ")
            ? Optional.ofNullable(CAUSES.get(field))
            : Optional.empty();
    found.add(new Difference(structure, offset, ours, theirs, cause));
  }
}
