/**
 * Images whose layers are EROFS made from images whose layers are archives, and back. What is
 * written, with its sources, is in docs/formats/erofs-compressed.md.
 */
@NullMarked
package dev.layerseal.convert;

import org.jspecify.annotations.NullMarked;
