/** Whether notation and layerseal take each other's signatures. */
@NullMarked
package dev.layerseal.cli.interop;

import org.jspecify.annotations.NullMarked;
