/** Strict JSON: what is read is unambiguous, what is written is always the same bytes. */
@NullMarked
package dev.layerseal.json;

import org.jspecify.annotations.NullMarked;
