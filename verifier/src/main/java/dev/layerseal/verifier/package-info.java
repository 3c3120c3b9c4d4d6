/** Trust policy in, evidence out. */
@NullMarked
package dev.layerseal.verifier;

import org.jspecify.annotations.NullMarked;
