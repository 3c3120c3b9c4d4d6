/** Whether a Notary Project signature counts: each check of the policy, and what came of it. */
@NullMarked
package dev.layerseal.verifier.notary;

import org.jspecify.annotations.NullMarked;
