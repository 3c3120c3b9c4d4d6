/** Time-stamp tokens of RFC 3161: what is asked, what is answered, and whether the answer holds. */
@NullMarked
package dev.layerseal.timestamp;

import org.jspecify.annotations.NullMarked;
