package dev.layerseal.signer;

import dev.layerseal.error.SigningException;
import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.notary.Payload;
import dev.layerseal.plugin.Plugin;
import dev.layerseal.plugin.PluginEnvelope;
import dev.layerseal.plugin.PluginMetadata;
import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.KeySpec;
import dev.layerseal.x509.SignatureScheme;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A key of a plugin that makes whole envelopes ({@code SIGNATURE_GENERATOR.ENVELOPE}). */
final class PluginEnvelopeKey implements SigningKey, EnvelopeMaker {

  private final Plugin plugin;
  private final PluginMetadata metadata;
  private final String id;
  private final Map<String, String> config;

  PluginEnvelopeKey(Plugin plugin, PluginMetadata metadata, String id, Map<String, String> config) {
    this.plugin = plugin;
    this.metadata = metadata;
    this.id = id;
    this.config = config;
  }

  @Override
  public PluginEnvelope make(EnvelopeFormat format, Payload payload, Optional<Duration> expiry)
      throws SigningException {
    try {
      return plugin.generateEnvelope(
          id,
          Payload.CONTENT_TYPE,
          format.mediaType(),
          payload.encode(EnvelopeFormat.COSE), // The order of members in which notation asks.
          expiry.map(Duration::toSeconds).orElse(0L),
          config);
    } catch (IOException e) {
      throw cannotRun(e);
    }
  }

  @Override
  public boolean certificatesKnown() {
    return false;
  }

  @Override
  public CertificateChain certificateChain() {
    throw new IllegalStateException("the certificates are in each envelope");
  }

  /** Known only where the plugin describes keys, which signing a file needs. */
  @Override
  public KeySpec keySpec() throws SigningException {
    if (!metadata.can(PluginMetadata.ENVELOPE_FOR_BLOB)) {
      throw onlyEnvelopes();
    }
    try {
      return PluginKey.keySpec(plugin, id, config);
    } catch (IOException e) {
      throw cannotRun(e);
    }
  }

  @Override
  public byte[] sign(byte[] message, SignatureScheme scheme) throws SigningException {
    throw onlyEnvelopes();
  }

  private SigningException cannotRun(IOException e) {
    return new SigningException(
        "plugin %s: it cannot be run: %s".formatted(plugin.name(), e.getMessage()), e);
  }

  private SigningException onlyEnvelopes() {
    return new SigningException(
        "plugin %s: it offers %s and signs whole manifests only: root hashes need PKCS#1 v1.5, and files"
                .formatted(plugin.name(), metadata.capabilities())
            + " a plugin with "
            + PluginMetadata.ENVELOPE_FOR_BLOB,
        "sign elsewhere by 'sign --prepare', or with a key file, a keystore or PKCS#11",
        null);
  }
}
