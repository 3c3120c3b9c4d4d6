package dev.layerseal.erofs.mkfs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.bytes.Uuid;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MkfsPropertyTest {

  private static final int LAYERS = 16;
  private static final int MUTATIONS = 500;

  @Test
  void piecesOfAnyLengthGiveTheSameImage() throws IOException {
    for (long seed = 0; seed < LAYERS; seed++) {
      byte[] tar = RandomTar.of(seed);
      for (MkfsOptions options : Comparison.recipes()) {
        String what = "seed " + seed + " " + options;
        String whole = outcome(options, tar, tar.length);
        for (int piece : new int[] {1 + (int) seed, 511, 513, 7919}) {
          assertEquals(whole, outcome(options, tar, piece), what + " in pieces of " + piece);
        }
      }
    }
  }

  @Test
  void changedArchivesGiveAnImageOrARefusal() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    List<byte[]> edges = new ArrayList<>(EdgeTars.all().values());
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] tar = edges.get(random.nextInt(edges.size())).clone();
      if (tar.length == 0) {
        continue;
      }
      for (int change = random.nextInt(4); change >= 0; change--) {
        tar[random.nextInt(tar.length)] = (byte) random.nextInt(256);
      }
      byte[] cut = java.util.Arrays.copyOf(tar, random.nextInt(tar.length + 1));
      for (byte[] input : List.of(sealed(tar), cut)) {
        outcome(MkfsOptions.tarIndex(ErofsUtils.V1_8), input, 1 << 16);
        outcome(MkfsOptions.full(ErofsUtils.V1_9).withInlineData(), input, 1 << 16);
      }
    }
  }

  /** The archive with the first header's sum made right again, so that the change is looked at. */
  private static byte[] sealed(byte[] tar) {
    if (tar.length < 512) {
      return tar;
    }
    java.util.Arrays.fill(tar, 148, 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < 500; i++) {
      sum += tar[i] & 0xff;
    }
    byte[] text = "%06o\0 ".formatted(sum).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, tar, 148, text.length);
    return tar;
  }

  @Test
  void theUuidIsAllThatItChanges() throws LayersealException {
    byte[] tar = RandomTar.of(3);
    for (ErofsUtils version : ErofsUtils.values()) {
      TarIndexBuilder builder = new TarIndexBuilder(MkfsOptions.tarIndex(version));
      builder.update(tar, 0, tar.length);
      TarIndex index = builder.finish(new Uuid(1, 2));
      assertArrayEquals(
          index.metadata(), index.withUuid(MkfsRun.UUID).withUuid(new Uuid(1, 2)).metadata());
      byte[] other = index.withUuid(MkfsRun.UUID).metadata();
      byte[] first = index.metadata();
      for (int i = 0; i < first.length; i++) {
        boolean mayDiffer = i >= 1024 + 4 && i < 1024 + 8 || i >= 1024 + 48 && i < 1024 + 64;
        assertTrue(mayDiffer || first[i] == other[i], "byte " + i);
      }
    }
  }

  @Test
  void aTreeBeyondItsBoundIsRefused() {
    TarBytes tar = new TarBytes();
    for (int i = 0; i < 2000; i++) {
      tar.file("f" + i, "");
    }
    byte[] bytes = tar.end();
    MkfsOptions options = MkfsOptions.tarIndex(ErofsUtils.V1_9).withMemory(300_000);
    UnsupportedFeatureException refusal =
        assertThrows(UnsupportedFeatureException.class, () -> MkfsImage.of(options, bytes));
    assertTrue(String.valueOf(refusal.getMessage()).contains("files read"), refusal.getMessage());
    assertTrue(refusal.hint().orElse("").contains("--memory"));
  }

  @Test
  void longPathsAndRecordsAreBounded() {
    byte[] path = new TarBytes().pax("path", "d/".repeat(40_000)).file("x", "").end();
    byte[] records = new TarBytes().add(new TarBytes.Header('x', "p").size(17 << 20)).end();
    for (byte[] tar : List.of(path, records)) {
      assertThrows(
          UnsupportedFeatureException.class,
          () -> MkfsImage.of(MkfsOptions.tarIndex(ErofsUtils.V1_9), tar));
    }
  }

  @Test
  void removingADeepTreeTakesNoStack() throws LayersealException, IOException {
    TarBytes tar = new TarBytes();
    tar.pax("path", "d/".repeat(15_000) + "f").file("x", "").file("d", "now a file");
    MkfsImage image = MkfsImage.of(MkfsOptions.tarIndex(ErofsUtils.V1_9), tar.end());
    assertEquals(0, image.bytes().length % 512);
  }

  private static String outcome(MkfsOptions options, byte[] tar, int piece) throws IOException {
    try {
      MkfsImage image = MkfsImage.of(options, tar, Math.max(1, piece));
      return java.util.Arrays.hashCode(image.bytes()) + " " + image.warnings();
    } catch (FormatException | UnsupportedFeatureException e) {
      return String.valueOf(e.getMessage());
    } catch (LayersealException e) {
      throw new AssertionError(e);
    }
  }
}
