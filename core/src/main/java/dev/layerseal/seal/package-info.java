/** Seals: from a layer to its root hash, and how signed root hashes are kept beside an image. */
@NullMarked
package dev.layerseal.seal;

import org.jspecify.annotations.NullMarked;
