/**
 * Tar archives pushed through a parser that reads them exactly as {@code mkfs.erofs} does,
 * including what it drops, cuts short and refuses; see docs/formats/tar-layers.md.
 */
@NullMarked
package dev.layerseal.tar;

import org.jspecify.annotations.NullMarked;
