/** Keys in, signatures out. */
@NullMarked
package dev.layerseal.signer;

import org.jspecify.annotations.NullMarked;
