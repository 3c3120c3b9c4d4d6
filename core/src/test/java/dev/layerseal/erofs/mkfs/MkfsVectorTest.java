package dev.layerseal.erofs.mkfs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.layerseal.bytes.Hex;
import dev.layerseal.bytes.Uuid;
import dev.layerseal.erofs.mkfs.TarBytes.Header;
import dev.layerseal.error.LayersealException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Small layers whose images are known by their digests. */
class MkfsVectorTest {

  private static final byte[] EMPTY = new byte[1024];

  private static byte[] small() {
    return new TarBytes()
        .directory("./")
        .file("./a", "hello")
        .add(new Header('2', "./l").link("a").mode(0777))
        .add(new Header('1', "./h").link("./a"))
        .add(new Header('3', "./dev").device(1, 3))
        .file("./d/.wh.gone", "")
        .file("./d/.wh..wh..opq", "")
        .pax("SCHILY.xattr.user.b", "2", "SCHILY.xattr.user.a", "1", "mtime", "1700000000.25")
        .add(
            new Header('0', "./x").uid(70000),
            "q".repeat(600).getBytes(java.nio.charset.StandardCharsets.US_ASCII))
        .add(new Header('0', "./z").modified(0))
        .end();
  }

  @Test
  void theInputIsTheKnownOne() {
    assertEquals(
        "ec5ac91bb9ec10749d1e7c65bd781a6cdd38749970243f36b4b2065ca6f4dcc5", sha256(small()));
  }

  @Test
  void indexesAnEmptyArchive() throws LayersealException {
    assertIndex(
        EMPTY, ErofsUtils.V1_8, "f00e8a817645fa24b67bd179f5ccff35faac52ed10b181a4ebd76da9136676ad");
    assertIndex(
        EMPTY, ErofsUtils.V1_9, "c7385fa8523627a445617a9a515d1c6154469c6734c186312663a09fbc84a25a");
  }

  @Test
  void indexesASmallArchive() throws LayersealException {
    assertIndex(
        small(),
        ErofsUtils.V1_8,
        "63ba54693629b086eedcea9bf1f81ced607edf961c9386faee326544d276c32c");
    assertIndex(
        small(),
        ErofsUtils.V1_9,
        "7472b0c466126d62bd86046b93f1b12a7b1874f1a22ff94c7a4fafb79f85787d");
  }

  @Test
  void makesFullImages() throws Exception {
    for (ErofsUtils version : ErofsUtils.values()) {
      String empty = "7d8837373d5b240a92b82404949654f7a3e48a9329330eea1a162b33204c14bc";
      String small =
          version == ErofsUtils.V1_8
              ? "8a907153db6af7b50702dd8a6c0e670129a8dfca9332df57a85730485da56f84"
              : "7ebf12a404969b674493665b6a34eb99d5138422d03174595e0cf7945c9cabc6";
      for (MkfsOptions options :
          List.of(MkfsOptions.full(version), MkfsOptions.full(version).unsorted())) {
        assertEquals(empty, sha256(MkfsImage.of(options, EMPTY).bytes()));
        assertEquals(small, sha256(MkfsImage.of(options, small()).bytes()));
      }
    }
  }

  private static void assertIndex(byte[] tar, ErofsUtils version, String digest)
      throws LayersealException {
    TarIndexBuilder builder = new TarIndexBuilder(MkfsOptions.tarIndex(version));
    builder.update(tar, 0, tar.length);
    TarIndex index = builder.finish(Uuid.parse("c1b9d5a2-f162-11cf-9ece-0020afc76f16"));
    assertEquals(digest, sha256(index.metadata()));
    assertEquals(tar.length, index.tarLength());
  }

  private static String sha256(byte[] bytes) {
    try {
      return Hex.encode(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
