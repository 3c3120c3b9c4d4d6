/** Reading and writing the little-endian fields of on-disk structures. */
@NullMarked
package dev.layerseal.bytes;

import org.jspecify.annotations.NullMarked;
