/** Words for people: commands, messages, exit codes. */
@NullMarked
package dev.layerseal.cli;

import org.jspecify.annotations.NullMarked;
