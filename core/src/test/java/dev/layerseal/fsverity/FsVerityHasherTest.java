package dev.layerseal.fsverity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.layerseal.bytes.Hex;
import dev.layerseal.error.FormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FsVerityHasherTest {

  @Test
  void givesTheKnownDigests() {
    assertEquals(
        "37061ef2ac4c21bec68489b56138c5780306a4ad7fe6676236ecdf2c9027cd92",
        sha256("hello world\n").toString());
    assertEquals(
        "91e7d88cb7bc9cf6d8db3b0ecf89af4abf204bef5b3ade5113d5b62ef374e70b",
        sha256("foo bar baz\n").toString());
    assertEquals(
        "4098b052d2427dc9029c85062215dd6e6c41667bfae09f5ce90a49f7e01fca29"
            + "5c89b16a4d2703ac5b0593f476ca174675ee51829c2f1fd07c4133a87041c1d7",
        FsVerityHasher.digest(FsVerityParameters.SHA512, bytes("hello world\n")).toString());
  }

  @Test
  void givesTheKnownDigestsAroundOneBlock() {
    assertEquals(
        "5372beb83c78537c8970c8361e3254119fafdf1763854ecd57d3f0fe2da7c719", zeros(4095).toString());
    assertEquals(
        "babc284ee4ffe7f449377fbf6692715b43aec7bc39c094a95878904d34bac97e", zeros(4096).toString());
    assertEquals(
        "093756e4ea9683329106d4a16982682ed182c14bf076463a9e7f97305cbac743", zeros(4097).toString());
  }

  @Test
  void hashesNothingForAnEmptyFile() {
    assertEquals(
        "3d248ca542a24fc62d1c43b916eae5016878e2533c88238480b26128a1f1af95", sha256("").toString());
    assertEquals(
        "ccf9e5aea1c2a64efa2f2354a6024b90dffde6bbc017825045dce374474e13d1"
            + "0adb9dadcc6ca8e17a3c075fbd31336e8f266ae6fa93a6c3bed66f9e784e5abf",
        FsVerityHasher.digest(FsVerityParameters.SHA512, new byte[0]).toString());
  }

  @Test
  void streamedIsTheSameAsWhole() throws FormatException, IOException {
    long seed = 7;
    Random random = new Random(seed);
    FsVerityParameters parameters = FsVerityParameters.of(FsVerityAlgorithm.SHA256, 1024, "00ff10");
    FsVerityHasher hasher = new FsVerityHasher(parameters);
    for (int i = 0; i < 60; i++) {
      byte[] content = new byte[random.nextInt(200_000)];
      random.nextBytes(content);
      FsVerityDigest whole = FsVerityHasher.digest(parameters, new ByteArrayInputStream(content));
      for (int at = 0; at < content.length; ) {
        int piece = Math.min(content.length - at, 1 + random.nextInt(5000));
        hasher.update(content, at, piece);
        at += piece;
      }
      assertEquals(whole, hasher.finish(), "seed " + seed + ", round " + i);
    }
  }

  @Test
  void formatsTheDigestThatIsSigned() {
    FsVerityDigest digest = sha256("hello world\n");
    assertEquals("4653566572697479" + "0100" + "2000" + digest, Hex.encode(digest.formatted()));
  }

  @Test
  void refusesParametersThatTheKernelRefuses() {
    FsVerityAlgorithm sha256 = FsVerityAlgorithm.SHA256;
    assertThrows(FormatException.class, () -> FsVerityParameters.of(sha256, 512, ""));
    assertThrows(FormatException.class, () -> FsVerityParameters.of(sha256, 131072, ""));
    assertThrows(FormatException.class, () -> FsVerityParameters.of(sha256, 4095, ""));
    assertThrows(FormatException.class, () -> FsVerityParameters.of(sha256, 4096, "0"));
    assertThrows(FormatException.class, () -> FsVerityParameters.of(sha256, 4096, "0".repeat(66)));
    assertThrows(FormatException.class, () -> FsVerityAlgorithm.parse("sha1"));
    assertThrows(FormatException.class, () -> FsVerityDigest.parse("00"));
    assertThrows(FormatException.class, () -> FsVerityDigest.parse("A".repeat(64)));
  }

  private static FsVerityDigest sha256(String text) {
    return FsVerityHasher.digest(FsVerityParameters.SHA256, bytes(text));
  }

  private static FsVerityDigest zeros(int length) {
    return FsVerityHasher.digest(FsVerityParameters.SHA256, new byte[length]);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
