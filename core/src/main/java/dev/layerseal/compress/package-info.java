/** Layers as they are stored: gzip, zstd or plain, decompressed within limits. */
@NullMarked
package dev.layerseal.compress;

import org.jspecify.annotations.NullMarked;
