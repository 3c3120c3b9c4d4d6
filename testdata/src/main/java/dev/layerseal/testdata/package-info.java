/**
 * Vectors made by real tools, and the means to run those tools in tests. Depends on the JDK only.
 */
@NullMarked
package dev.layerseal.testdata;

import org.jspecify.annotations.NullMarked;
