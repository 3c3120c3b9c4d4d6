package dev.layerseal.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.layerseal.error.StreamException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The library against zlib. Skipped where it is missing, and on Java before 22. */
class IsaLInflaterTest {

  private static final int[] STRATEGIES = {
    Deflater.DEFAULT_STRATEGY, Deflater.FILTERED, Deflater.HUFFMAN_ONLY
  };

  @BeforeEach
  void findLibrary() {
    assumeTrue(IsaL.find().isPresent(), "no libisal.so.2, or Java before 22");
  }

  @Test
  void givesTheBytesOfZlibWhateverTheBlocksAndPieces() throws Exception {
    for (long seed = 0; seed < 100; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] content = content(random);
      byte[] stream = deflate(random, content);
      try (IsaLInflater inflater = new IsaLInflater(IsaL.find().orElseThrow())) {
        Expanded expanded = expand(inflater, stream, random);
        assertArrayEquals(content, expanded.content(), "seed " + seed);
        assertEquals(8, expanded.left(), "bytes behind the stream, seed " + seed);
        assertEquals(content.length, inflater.written(), "seed " + seed);
      }
    }
  }

  @Test
  void streamsFollowOneAnother() throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    try (IsaLInflater inflater = new IsaLInflater(IsaL.find().orElseThrow())) {
      for (int i = 0; i < 20; i++) {
        byte[] content = content(random);
        assertArrayEquals(
            content, expand(inflater, deflate(random, content), random).content(), "stream " + i);
        inflater.reset();
      }
    }
  }

  /** A verdict for each, and never other bytes than zlib's where both accept. */
  @Test
  void changedStreamsAreRefusedOrGiveWhatZlibGives() throws Exception {
    int refused = 0;
    for (long seed = 0; seed < 1000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] stream = deflate(random, Arrays.copyOf(content(random), 5000));
      for (int i = random.nextInt(4); i >= 0; i--) {
        stream[random.nextInt(stream.length)] ^= (byte) (1 << random.nextInt(8));
      }
      byte[] ours = null;
      try (IsaLInflater inflater = new IsaLInflater(IsaL.find().orElseThrow())) {
        ours = expand(inflater, stream, random.split()).content();
      } catch (DataFormatException e) {
        refused++;
      }
      try (RawInflater.Zlib zlib = new RawInflater.Zlib()) {
        byte[] theirs = expand(zlib, stream, random.split()).content();
        if (ours != null) {
          assertArrayEquals(theirs, ours, "seed " + seed);
        }
      } catch (DataFormatException e) {
        // zlib is the stricter one in places; the CRC and the diffID stand behind both.
        assertNotNull(e.getMessage());
      }
    }
    assertFalse(refused == 0, "no stream was refused");
  }

  @Test
  void gzipMembersAreReadWhateverThePieces() throws Exception {
    for (long seed = 0; seed < 40; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      ByteArrayOutputStream members = new ByteArrayOutputStream();
      ByteArrayOutputStream contents = new ByteArrayOutputStream();
      for (int i = random.nextInt(4); i >= 0; i--) {
        byte[] content = content(random);
        contents.writeBytes(content);
        try (GZIPOutputStream member = new GZIPOutputStream(members)) {
          member.write(content);
        }
      }
      byte[] stream = members.toByteArray();
      assertArrayEquals(contents.toByteArray(), gunzip(stream, random.split()), "seed " + seed);
      byte[] cut = Arrays.copyOf(stream, stream.length - 1 - random.nextInt(18));
      assertThrows(StreamException.class, () -> gunzip(cut, random.split()), "seed " + seed);
      byte[] changed = stream.clone();
      changed[stream.length - 1 - random.nextInt(8)] ^= 1;
      assertThrows(StreamException.class, () -> gunzip(changed, random.split()), "seed " + seed);
    }
  }

  private static byte[] gunzip(byte[] stream, SplittableRandom random) throws IOException {
    int most = random.nextInt(1, 1 << random.nextInt(1, 18));
    InputStream pieces =
        new ByteArrayInputStream(stream) {
          @Override
          public int read(byte[] buffer, int offset, int length) {
            return super.read(buffer, offset, Math.min(length, random.nextInt(1, most + 1)));
          }
        };
    IsaLInflater inflater = new IsaLInflater(IsaL.find().orElseThrow());
    try (GzipStream in = new GzipStream(pieces, inflater)) {
      return in.readAllBytes();
    }
  }

  private record Expanded(byte[] content, int left) {}

  private static Expanded expand(RawInflater inflater, byte[] stream, SplittableRandom random)
      throws DataFormatException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[random.nextInt(1, 1 << 16)];
    int most = random.nextInt(1, 1 << 16);
    int taken = 0;
    while (!inflater.finished()) {
      if (inflater.needsInput()) {
        int length = Math.min(most, stream.length - taken);
        if (length == 0 || out.size() > 1 << 24) {
          throw new DataFormatException("the stream does not end");
        }
        inflater.setInput(stream, taken, length);
        taken += length;
      }
      out.write(buffer, 0, inflater.inflate(buffer, 0, random.nextInt(1, buffer.length + 1)));
    }
    return new Expanded(out.toByteArray(), stream.length - taken + inflater.remaining());
  }

  private static byte[] content(SplittableRandom random) {
    byte[] content = new byte[random.nextInt(1 << random.nextInt(1, 19))];
    int symbols = 1 << random.nextInt(9);
    for (int i = 0; i < content.length; i++) {
      content[i] =
          i > 300 && random.nextInt(3) > 0
              ? content[i - 1 - random.nextInt(300)]
              : (byte) random.nextInt(symbols);
    }
    return content;
  }

  /** The stream, and eight bytes behind it. */
  private static byte[] deflate(SplittableRandom random, byte[] content) {
    Deflater deflater = new Deflater(random.nextInt(10), true);
    deflater.setStrategy(STRATEGIES[random.nextInt(STRATEGIES.length)]);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    int half = content.length / 2;
    deflater.setInput(content, 0, half);
    while (!deflater.needsInput()) {
      int got = deflater.deflate(buffer, 0, buffer.length, Deflater.FULL_FLUSH);
      out.write(buffer, 0, got);
    }
    deflater.setInput(content, half, content.length - half);
    deflater.finish();
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    out.writeBytes(new byte[8]);
    return out.toByteArray();
  }
}
