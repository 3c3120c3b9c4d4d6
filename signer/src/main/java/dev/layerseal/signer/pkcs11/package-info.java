/** Keys in hardware, or in what stands for it: PKCS#11 through the provider of this Java. */
@NullMarked
package dev.layerseal.signer.pkcs11;

import org.jspecify.annotations.NullMarked;
