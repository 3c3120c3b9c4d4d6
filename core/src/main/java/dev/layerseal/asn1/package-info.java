/** Strict DER: elements are read in the one form that the rules allow, and written in it. */
@NullMarked
package dev.layerseal.asn1;

import org.jspecify.annotations.NullMarked;
