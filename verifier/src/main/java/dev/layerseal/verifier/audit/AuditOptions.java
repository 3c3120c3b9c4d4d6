package dev.layerseal.verifier.audit;

import dev.layerseal.seal.ImageConverter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How closely an audit looks.
 *
 * @param at the time at which certificates and signatures are judged
 * @param expiring how long before its end something counts as ending soon; nothing does without it
 * @param blobs whether every layer blob is read and held against its digest
 * @param recompute computes root hashes from the layers
 */
public record AuditOptions(
    Instant at, Optional<Duration> expiring, boolean blobs, Optional<ImageConverter> recompute) {}
