/** The hot loops of a conversion, each alone. */
@NullMarked
package dev.layerseal.benchmarks;

import org.jspecify.annotations.NullMarked;
