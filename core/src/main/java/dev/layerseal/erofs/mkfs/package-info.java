/**
 * EROFS images from tar streams, byte for byte as {@code mkfs.erofs} of erofs-utils 1.8.6 and 1.9.4
 * makes them; see docs/formats/erofs.md.
 */
@NullMarked
package dev.layerseal.erofs.mkfs;

import org.jspecify.annotations.NullMarked;
