/** Whether the composefs seals of an image hold: by whom they are, and over which digests. */
@NullMarked
package dev.layerseal.verifier.composefs;

import org.jspecify.annotations.NullMarked;
