package dev.layerseal.erofs;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.erofs.disk.ErofsSuperblock;
import dev.layerseal.erofs.disk.SuperblockChecksum;
import dev.layerseal.error.LayersealException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.SplittableRandom;

/** Changes images at random and reads them in every way: the outcome is a verdict, each time. */
final class MutatedImages {

  private static final int SLOT = 32;
  private static final int BLOCK_SIZE_FIELD = 12;

  private final SplittableRandom random;

  MutatedImages(long seed) {
    random = new SplittableRandom(seed);
  }

  /** A copy of {@code image} with a few bytes changed, mostly where structures are. */
  byte[] mutate(byte[] image) {
    byte[] copy = random.nextInt(20) == 0 ? cut(image) : image.clone();
    int changes = 1 + random.nextInt(6);
    for (int i = 0; i < changes && copy.length > 0; i++) {
      change(copy, place(copy.length));
    }
    if (random.nextBoolean()) {
      repairChecksum(copy);
    }
    return copy;
  }

  /** In the superblock, at the start of the image, in what may be an inode, or anywhere. */
  private int place(int length) {
    return switch (random.nextInt(6)) {
      case 0 -> Math.min(length - 1, ErofsSuperblock.OFFSET + random.nextInt(144));
      case 1, 2 -> random.nextInt(Math.min(length, 8192));
      case 3, 4 ->
          Math.min(length - 1, random.nextInt(length) / SLOT * SLOT + random.nextInt(SLOT));
      default -> random.nextInt(length);
    };
  }

  /** Otherwise most changes near the superblock would be found by its checksum alone. */
  private static void repairChecksum(byte[] image) {
    if (image.length < ErofsSuperblock.OFFSET + ErofsSuperblock.SIZE) {
      return;
    }
    int bits = image[ErofsSuperblock.OFFSET + BLOCK_SIZE_FIELD] & 15;
    int length = bits < 9 ? 0 : SuperblockChecksum.coveredLength(new BlockSize(bits));
    if (length > 0 && ErofsSuperblock.OFFSET + length <= image.length) {
      long checksum = SuperblockChecksum.of(image, ErofsSuperblock.OFFSET, length);
      for (int i = 0; i < 4; i++) {
        image[ErofsSuperblock.OFFSET + ErofsSuperblock.CHECKSUM_OFFSET + i] =
            (byte) (checksum >> 8 * i);
      }
    }
  }

  private byte[] cut(byte[] image) {
    return java.util.Arrays.copyOf(image, random.nextInt(image.length));
  }

  private void change(byte[] image, int at) {
    switch (random.nextInt(4)) {
      case 0 -> image[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> image[at] = (byte) random.nextInt(256);
      case 2 -> image[at] = (byte) (random.nextBoolean() ? 0xff : 0);
      default -> {
        int from = random.nextInt(image.length);
        int length = Math.min(1 + random.nextInt(32), image.length - Math.max(at, from));
        System.arraycopy(image.clone(), from, image, at, length);
      }
    }
  }

  /** Whether the image is without findings. */
  static boolean check(byte[] image) throws IOException {
    try {
      return ImageCheck.check(ImageSource.of(image)).clean();
    } catch (LayersealException e) {
      return false;
    }
  }

  /**
   * Checks, and dumps and extracts what opens. Everything but the documented failures comes out.
   *
   * @return whether the image is without findings
   */
  static boolean readAll(byte[] image) throws IOException {
    boolean clean = check(image);
    try {
      ImageReader reader = ImageReader.of(Image.open(ImageSource.of(image), java.util.List.of()));
      ImageDump.dump(reader, new StringBuilder());
      reader.find("/dir/deep/tail");
      TarExtract.extract(reader, OutputStream.nullOutputStream(), 1 << 20);
    } catch (LayersealException e) {
      // A verdict.
    }
    return clean;
  }
}
