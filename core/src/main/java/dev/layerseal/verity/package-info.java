/**
 * dm-verity: a hash over each data block, a tree of hash blocks above them, and the root hash at
 * its top. The format is described in docs/formats/dm-verity.md.
 */
@NullMarked
package dev.layerseal.verity;

import org.jspecify.annotations.NullMarked;
