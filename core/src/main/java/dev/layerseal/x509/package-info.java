/** X.509 certificate chains, the profiles they have to meet, and the names in them. */
@NullMarked
package dev.layerseal.x509;

import org.jspecify.annotations.NullMarked;
