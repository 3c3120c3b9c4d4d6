/**
 * Notary Project signatures as bytes and values: both envelopes, the payload, and the manifest that
 * ties an envelope to an image. See docs/formats/notary-signature.md.
 */
@NullMarked
package dev.layerseal.notary;

import org.jspecify.annotations.NullMarked;
