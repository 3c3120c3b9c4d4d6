/**
 * A registry in memory that answers as the OCI distribution specification says, or as told
 * otherwise.
 */
@NullMarked
package dev.layerseal.testdata.registry;

import org.jspecify.annotations.NullMarked;
