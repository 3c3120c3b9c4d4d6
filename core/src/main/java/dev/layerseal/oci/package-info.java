/** OCI images as values: references, digests, descriptors, manifests and their media types. */
@NullMarked
package dev.layerseal.oci;

import org.jspecify.annotations.NullMarked;
