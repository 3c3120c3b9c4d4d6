package dev.layerseal.erofs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.testdata.Vector;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImageDifferenceTest {

  private final byte[] image = image();

  private static byte[] image() {
    return Vector.all("erofs-reader").stream()
        .filter(vector -> vector.name().equals("shared-xattrs"))
        .findFirst()
        .orElseThrow()
        .bytes("image.erofs");
  }

  @Test
  void equalImagesHaveNone() throws Exception {
    assertEquals(List.of(), compare(image.clone()));
  }

  @Test
  void anOldWriterIsTold() throws Exception {
    byte[] other = image.clone();
    java.util.Arrays.fill(other, 1028, 1032, (byte) 0);
    other[1032] &= ~1;
    List<Difference> found = compare(other);
    assertEquals("superblock checksum", found.get(0).structure());
    assertEquals("0x00000000", found.get(0).actual());
    assertEquals(
        Optional.of("a checksum at 512-byte blocks came with erofs-utils 1.8.8"),
        found.get(1).cause());
    assertEquals(2, found.size());
  }

  @Test
  void theUuidIsNamedAndTheChecksumThatFollowsFromItIsNot() throws Exception {
    byte[] other = image.clone();
    other[1024 + 48]++;
    other[1028]++;
    List<Difference> found = compare(other);
    assertEquals(List.of("superblock uuid"), found.stream().map(Difference::structure).toList());
  }

  @Test
  void theFirstStructureBehindTheSuperblockIsNamed() throws Exception {
    assertEquals("inode field i_mode of /", changed(0x4c0 + 4));
    assertEquals("directory block of /", changed(0x4c0 + 32));
    assertEquals("inode field i_size of /a", changed(0x8a40 + 8));
    assertEquals("xattr area of /a", changed(0x8a40 + 32));
    assertEquals("inode field i_uid of /dir/mixed", changed(0xea00 + 0x18));
  }

  @Test
  void aShortImageIsTold() throws Exception {
    List<Difference> found = compare(java.util.Arrays.copyOf(image, 512));
    assertTrue(found.get(0).structure().startsWith("superblock"), found.toString());
  }

  private String changed(int offset) throws Exception {
    byte[] other = image.clone();
    other[offset] ^= 1;
    return compare(other).get(0).structure();
  }

  private List<Difference> compare(byte[] other) throws Exception {
    return ImageDifference.compare(ImageSource.of(image), ImageSource.of(other));
  }
}
