/** Signatures that are made elsewhere: what is to be signed goes into a folder and comes back. */
@NullMarked
package dev.layerseal.signer.outside;

import org.jspecify.annotations.NullMarked;
