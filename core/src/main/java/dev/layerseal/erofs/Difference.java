package dev.layerseal.erofs;

import java.util.Optional;

/**
 * Something in which two images differ.
 *
 * @param structure its name, such as {@code superblock uuid} or {@code inode of /etc/passwd}
 * @param offset byte offset of the structure, or of the first byte that differs in it
 * @param expected what the first image has
 * @param actual what the second has
 * @param cause what is known to lead to this
 */
public record Difference(
    String structure, long offset, String expected, String actual, Optional<String> cause) {}
