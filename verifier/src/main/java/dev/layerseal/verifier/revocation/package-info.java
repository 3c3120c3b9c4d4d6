/** Whether certificates were revoked: OCSP, revocation lists, notation's cache of them. */
@NullMarked
package dev.layerseal.verifier.revocation;

import org.jspecify.annotations.NullMarked;
