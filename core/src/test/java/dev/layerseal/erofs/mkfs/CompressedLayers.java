package dev.layerseal.erofs.mkfs;

import dev.layerseal.erofs.codec.Samples;
import java.util.SplittableRandom;

/** Layers whose files take every way through the compressed writer. */
final class CompressedLayers {

  private static final int[] SIZES = {
    0, 1, 13, 4095, 4096, 4097, 8191, 8192, 8193, 12289, 61440, 65535, 65536, 65546, 65547, 65548,
    69632, 131072, 300_001
  };

  private CompressedLayers() {}

  /** Every size as text, as zeros, as noise and with a period. */
  static byte[] bySize() {
    SplittableRandom random = new SplittableRandom(7);
    TarBytes tar = new TarBytes().directory("./");
    for (int size : SIZES) {
      add(tar, "text" + size, Samples.text(random, size));
      add(tar, "zeros" + size, new byte[size]);
      add(tar, "noise" + size, Samples.random(random, size));
    }
    return tar.end();
  }

  /** Folders of many small files, some with xattrs, hard links, and owners that need 64 bytes. */
  static byte[] ofTree(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TarBytes tar = new TarBytes();
    for (int folder = 0; folder < 12; folder++) {
      String path = "f" + random.nextInt(5) + "/d" + folder + "/";
      tar.directory(path);
      for (int i = random.nextInt(12); i >= 0; i--) {
        if (random.nextInt(4) == 0) {
          tar.pax("SCHILY.xattr.user.n", "v".repeat(random.nextInt(60)));
        }
        byte[] content = Samples.any(random);
        TarBytes.Header header = new TarBytes.Header('0', path + "n" + i);
        tar.add(header.size(content.length).uid(random.nextInt(5) == 0 ? 70000 : 5), content);
      }
      tar.add(new TarBytes.Header('1', path + "link").link(path + "n0"));
    }
    return tar.end();
  }

  private static void add(TarBytes tar, String name, byte[] content) {
    tar.add(new TarBytes.Header('0', name).size(content.length), content);
  }
}
