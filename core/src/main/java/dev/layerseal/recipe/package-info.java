/**
 * Named conversions of a layer: everything that changes a root hash, under one name. The table is
 * in docs/formats/recipes.md.
 */
@NullMarked
package dev.layerseal.recipe;

import org.jspecify.annotations.NullMarked;
