/** When a signature was made: countersignatures of time-stamp authorities, or the time of now. */
@NullMarked
package dev.layerseal.verifier.timestamp;

import org.jspecify.annotations.NullMarked;
