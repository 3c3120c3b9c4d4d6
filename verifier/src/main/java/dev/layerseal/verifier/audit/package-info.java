/**
 * A look at everything that is signed in a store, without trust in anything: what is there, what
 * state it is in, and what is wrong with it.
 */
@NullMarked
package dev.layerseal.verifier.audit;

import org.jspecify.annotations.NullMarked;
