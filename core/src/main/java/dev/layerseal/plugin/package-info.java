/**
 * The plugin protocol of notation, contract version 1.0: one program, one command, a request on its
 * standard input, an answer on its standard output.
 */
@NullMarked
package dev.layerseal.plugin;

import org.jspecify.annotations.NullMarked;
