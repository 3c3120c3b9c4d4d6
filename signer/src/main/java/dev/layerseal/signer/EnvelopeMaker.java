package dev.layerseal.signer;

import dev.layerseal.error.SigningException;
import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.notary.Payload;
import dev.layerseal.plugin.PluginEnvelope;
import java.time.Duration;
import java.util.Optional;

/** A key that gives whole envelopes instead of signatures: time, headers and countersignature. */
public interface EnvelopeMaker {

  /**
   * An envelope around {@code payload}; the caller checks what is in it.
   *
   * @throws SigningException when there is none
   */
  PluginEnvelope make(EnvelopeFormat format, Payload payload, Optional<Duration> expiry)
      throws SigningException;
}
