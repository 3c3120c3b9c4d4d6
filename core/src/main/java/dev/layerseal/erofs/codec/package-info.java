/** Codecs of compressed EROFS images: lz4, lzma, deflate and zstd. */
@NullMarked
package dev.layerseal.erofs.codec;

import org.jspecify.annotations.NullMarked;
