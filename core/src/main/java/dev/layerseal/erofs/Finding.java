package dev.layerseal.erofs;

/**
 * One way in which an image breaks its format.
 *
 * @param structure name of what is wrong, such as {@code inode 36}
 * @param offset byte offset of the structure in the image, or -1 where it has none
 * @param reason what is wrong with it
 */
public record Finding(String structure, long offset, String reason) {

  @Override
  public String toString() {
    return offset < 0
        ? structure + ": " + reason
        : "%s at 0x%x: %s".formatted(structure, offset, reason);
  }
}
