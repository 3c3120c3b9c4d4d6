/**
 * The few ways in which layerseal can fail: one checked, sealed hierarchy. Local input and output
 * stays {@link java.io.IOException}, bugs stay unchecked.
 */
@NullMarked
package dev.layerseal.error;

import org.jspecify.annotations.NullMarked;
