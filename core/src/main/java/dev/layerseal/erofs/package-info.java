/**
 * Reading EROFS images, strictly and within bounds that hold for any bytes: lookup, content,
 * extended attributes, a check of everything, a dump as text, and extraction.
 */
@NullMarked
package dev.layerseal.erofs;

import org.jspecify.annotations.NullMarked;
