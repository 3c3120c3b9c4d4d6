/** Who is trusted for what: notation's trust policy, trust store and folders. */
@NullMarked
package dev.layerseal.verifier.trust;

import org.jspecify.annotations.NullMarked;
