/** Where images are kept: registries, and layouts on this machine. */
@NullMarked
package dev.layerseal.oci.store;

import org.jspecify.annotations.NullMarked;
