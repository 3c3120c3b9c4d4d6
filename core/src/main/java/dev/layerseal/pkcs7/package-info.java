/**
 * The envelope over a root hash: a PKCS#7 SignedData in the one form that kernels and signers agree
 * on.
 */
@NullMarked
package dev.layerseal.pkcs7;

import org.jspecify.annotations.NullMarked;
