/** Which stored signatures nobody needs any more. */
@NullMarked
package dev.layerseal.verifier.prune;

import org.jspecify.annotations.NullMarked;
