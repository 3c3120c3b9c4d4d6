/** From the layers of an OCI image to the tree that its composefs image holds. */
@NullMarked
package dev.layerseal.composefs.oci;

import org.jspecify.annotations.NullMarked;
