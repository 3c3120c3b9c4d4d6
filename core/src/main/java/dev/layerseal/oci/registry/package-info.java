/**
 * Images in a registry, by the OCI distribution specification: one class for each endpoint, over
 * one caller that authenticates and tries again, over one transport that keeps deadlines.
 */
@NullMarked
package dev.layerseal.oci.registry;

import org.jspecify.annotations.NullMarked;
