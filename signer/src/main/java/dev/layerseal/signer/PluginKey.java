package dev.layerseal.signer;

import dev.layerseal.error.SigningException;
import dev.layerseal.plugin.Plugin;
import dev.layerseal.plugin.PluginMetadata;
import dev.layerseal.plugin.PluginSignature;
import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.KeySpec;
import dev.layerseal.x509.SignatureScheme;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A key that a plugin of notation keeps. Its certificates are known once it has signed: the plugin
 * sends them with each signature.
 */
public final class PluginKey implements SigningKey {

  private final Plugin plugin;
  private final String id;
  private final Map<String, String> config;
  private final KeySpec spec;
  private @Nullable CertificateChain chain;

  private PluginKey(Plugin plugin, String id, Map<String, String> config, KeySpec spec) {
    this.plugin = plugin;
    this.id = id;
    this.config = config;
    this.spec = spec;
  }

  /**
   * The key called {@code id}, after the plugin has said what it is.
   *
   * @throws SigningException when the plugin does not sign by itself, or does not know the key
   */
  public static PluginKey of(Plugin plugin, String id, Map<String, String> config)
      throws SigningException, IOException {
    Map<String, String> sorted = new TreeMap<>(config);
    PluginMetadata metadata = plugin.metadata(sorted);
    if (!metadata.can(PluginMetadata.SIGNATURE)) {
      throw new SigningException(
          "plugin %s: it offers %s, expected %s"
              .formatted(plugin.name(), metadata.capabilities(), PluginMetadata.SIGNATURE));
    }
    String spec = plugin.describeKey(id, sorted);
    return new PluginKey(
        plugin,
        id,
        sorted,
        KeySpec.named(spec)
            .orElseThrow(
                () ->
                    new SigningException(
                        "plugin %s: the key is %s, which is not known"
                            .formatted(plugin.name(), spec))));
  }

  @Override
  public boolean certificatesKnown() {
    return chain != null;
  }

  @Override
  public CertificateChain certificateChain() {
    if (chain == null) {
      throw new IllegalStateException("the plugin has not signed yet");
    }
    return chain;
  }

  @Override
  public KeySpec keySpec() {
    return spec;
  }

  @Override
  public byte[] sign(byte[] message, SignatureScheme scheme) throws SigningException {
    if (!scheme.equals(SignatureScheme.notary(spec))) {
      throw new SigningException(
          "plugin %s: the plugin protocol has no %s, which root hashes need"
              .formatted(plugin.name(), scheme),
          "sign root hashes with a key file, a keystore or PKCS#11",
          null);
    }
    try {
      PluginSignature answer =
          plugin.generateSignature(id, spec.toString(), spec.hash(), message, config);
      check(answer, message, scheme);
      chain = answer.chain();
      return answer.signature();
    } catch (IOException e) {
      throw new SigningException(
          "plugin %s: it cannot be run: %s".formatted(plugin.name(), e.getMessage()), e);
    }
  }

  private void check(PluginSignature answer, byte[] message, SignatureScheme scheme)
      throws SigningException {
    String expected = (spec.rsa() ? "RSASSA-PSS-" : "ECDSA-") + spec.hash();
    if (!answer.algorithm().equals(expected)) {
      throw new SigningException(
          "plugin %s: it signed with %s, expected %s"
              .formatted(plugin.name(), answer.algorithm(), expected));
    }
    var key = answer.chain().leaf().getPublicKey();
    if (!scheme.verify(key, message, answer.signature())) {
      throw new SigningException(
          "plugin %s: its signature does not verify with its first certificate"
              .formatted(plugin.name()));
    }
  }
}
