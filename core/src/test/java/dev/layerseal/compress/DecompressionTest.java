package dev.layerseal.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.StreamException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class DecompressionTest {

  private static final byte[] TEXT = content(100_000);

  @Test
  void readsPlainGzipAndZstd() throws Exception {
    assertArrayEquals(TEXT, read(TEXT, Compression.NONE));
    assertArrayEquals(TEXT, read(gzip(TEXT), Compression.GZIP));
    assertArrayEquals(TEXT, read(Zstd.compress(TEXT), Compression.ZSTD));
  }

  @Test
  void readsSeveralMembersAndFrames() throws Exception {
    byte[] twice = join(TEXT, TEXT);
    assertArrayEquals(twice, read(join(gzip(TEXT), gzip(TEXT)), Compression.GZIP));
    assertArrayEquals(
        twice, read(join(gzip(TEXT), gzip(new byte[0]), gzip(TEXT)), Compression.GZIP));
    byte[] frame = Zstd.compress(TEXT);
    byte[] skippable = {0x5f, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3};
    assertArrayEquals(
        twice, read(join(skippable, frame, skippable, frame, skippable), Compression.ZSTD));
  }

  @Test
  void readsEveryPartOfAGzipHeader() throws Exception {
    for (int flags = 0; flags < 32; flags++) {
      byte[] bytes = join(header(flags), Arrays.copyOfRange(gzip(TEXT), 10, gzip(TEXT).length));
      assertArrayEquals(TEXT, read(bytes, Compression.GZIP), "flags " + flags);
    }
  }

  @Test
  void refusesReservedFlagsAndAWrongHeaderChecksum() {
    byte[] flags = gzip(TEXT);
    flags[3] = 0x20;
    assertRefused(flags, Compression.GZIP, "reserved bits");
    byte[] checked = join(header(2), new byte[20]);
    checked[4] ^= 1;
    assertRefused(checked, Compression.GZIP, "the header's CRC");
    byte[] method = gzip(TEXT);
    method[2] = 7;
    assertRefused(method, Compression.GZIP, "the method is 7");
  }

  @Test
  void refusesEveryTruncation() {
    byte[] small = content(300);
    for (byte[] bytes : new byte[][] {gzip(small), Zstd.compress(small)}) {
      Compression compression = Compression.detect(bytes, bytes.length);
      for (int length = 4; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThrows(StreamException.class, () -> read(cut, compression), "cut to " + length);
      }
    }
  }

  @Test
  void refusesATrailerThatDiffers() {
    byte[] crc = gzip(TEXT);
    crc[crc.length - 8] ^= 1;
    assertRefused(crc, Compression.GZIP, "CRC is");
    byte[] size = gzip(TEXT);
    size[size.length - 1] ^= 1;
    assertRefused(size, Compression.GZIP, "ISIZE is");
  }

  @Test
  void refusesWhatFollowsTheEnd() {
    assertRefused(join(gzip(TEXT), new byte[1]), Compression.GZIP, "first byte is 0x00");
    assertRefused(join(gzip(TEXT), TEXT), Compression.GZIP, "expected 0x1f");
    assertRefused(join(Zstd.compress(TEXT), new byte[10]), Compression.ZSTD, "zstd frame near");
  }

  @Test
  void refusesContentThatIsNotWhatTheMediaTypeSays() {
    FormatException e =
        assertThrows(FormatException.class, () -> read(gzip(TEXT), Compression.ZSTD));
    assertEquals("the media type says zstd, the content is gzip", e.getMessage());
    assertThrows(FormatException.class, () -> read(TEXT, Compression.GZIP));
    assertThrows(FormatException.class, () -> read(new byte[0], Compression.GZIP));
    assertThrows(FormatException.class, () -> read(gzip(TEXT), Compression.NONE));
  }

  @Test
  void refusesALayerThatGrowsPastItsLimits() {
    SizeLimits size = new SizeLimits(TEXT.length - 1, 1100);
    FormatException e = failure(gzip(TEXT), Compression.GZIP, size);
    assertTrue(String.valueOf(e.getMessage()).contains("more than 99999 bytes"));
    assertEquals("raise --max-layer-size if it is trusted", e.hint().orElseThrow());
    byte[] zeros = Zstd.compress(new byte[80 << 20]);
    FormatException ratio = failure(zeros, Compression.ZSTD, SizeLimits.STANDARD);
    assertTrue(String.valueOf(ratio.getMessage()).contains("more than 1100 to 1"));
  }

  @Test
  void damageNeverPassesAChecksum() throws Exception {
    for (byte[] valid : new byte[][] {gzip(TEXT), Zstd.compress(TEXT)}) {
      Compression compression = Compression.detect(valid, valid.length);
      for (int seed = 0; seed < 300; seed++) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = valid.clone();
        bytes[4 + random.nextInt(bytes.length - 4)] ^= (byte) (1 << random.nextInt(8));
        try {
          byte[] content = read(bytes, compression);
          assertTrue(
              compression == Compression.ZSTD || Arrays.equals(TEXT, content), "seed " + seed);
        } catch (StreamException | FormatException e) {
          assertTrue(e.getMessage() != null, "seed " + seed);
        }
      }
    }
  }

  private static byte[] header(int flags) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, (byte) flags, 1, 2, 3, 4, 0, 3});
    if ((flags & 4) != 0) {
      out.writeBytes(new byte[] {3, 0, 'a', 0, 'b'});
    }
    if ((flags & 8) != 0) {
      out.writeBytes("name\0".getBytes(StandardCharsets.US_ASCII));
    }
    if ((flags & 16) != 0) {
      out.writeBytes("comment\0".getBytes(StandardCharsets.US_ASCII));
    }
    if ((flags & 2) != 0) {
      CRC32 crc = new CRC32();
      crc.update(out.toByteArray());
      out.write((int) crc.getValue());
      out.write((int) crc.getValue() >> 8);
    }
    return out.toByteArray();
  }

  private static void assertRefused(byte[] bytes, Compression compression, String message) {
    FormatException e = failure(bytes, compression, SizeLimits.STANDARD);
    assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
  }

  private static FormatException failure(byte[] bytes, Compression compression, SizeLimits limits) {
    StreamException e =
        assertThrows(
            StreamException.class,
            () -> {
              try (InputStream in =
                  Decompression.open(new ByteArrayInputStream(bytes), compression, limits)) {
                in.readAllBytes();
              }
            });
    return (FormatException) e.failure();
  }

  private static byte[] read(byte[] bytes, Compression compression)
      throws FormatException, IOException {
    try (InputStream in =
        Decompression.open(new ByteArrayInputStream(bytes), compression, SizeLimits.STANDARD)) {
      return in.readAllBytes();
    }
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] content(int length) {
    byte[] bytes = new byte[length];
    SplittableRandom random = new SplittableRandom(length);
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ('a' + random.nextInt(6));
    }
    return bytes;
  }
}
