/** Whether the seals of an image's layers hold: by whom they are, and over which root hashes. */
@NullMarked
package dev.layerseal.verifier.seal;

import org.jspecify.annotations.NullMarked;
