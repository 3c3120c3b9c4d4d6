/** Notary Project signatures made with a signing key, checked before anything is stored. */
@NullMarked
package dev.layerseal.signer.notary;

import org.jspecify.annotations.NullMarked;
