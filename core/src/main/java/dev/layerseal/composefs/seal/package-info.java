/**
 * The referrer that seals an image for composefs, as a draft of that project describes it;
 * docs/formats/composefs-seal.md has the form.
 */
@NullMarked
package dev.layerseal.composefs.seal;

import org.jspecify.annotations.NullMarked;
