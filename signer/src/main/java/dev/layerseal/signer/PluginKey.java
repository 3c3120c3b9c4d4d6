package dev.layerseal.signer;

import dev.layerseal.error.SigningException;
import dev.layerseal.plugin.Plugin;
import dev.layerseal.plugin.PluginSignature;
import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.EcdsaForm;
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

  /**
   * Setting that asks a plugin for PKCS#1 v1.5: the protocol itself has no word for it, and plugins
   * that sign root hashes take this one.
   */
  public static final String SIGNING_SCHEME = "signing_scheme";

  /** The value of {@link #SIGNING_SCHEME} for root hashes. */
  public static final String PKCS1_V1_5 = "rsassa-pkcs1-v1_5";

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

  /** The key called {@code id}, after the plugin has said what it is. */
  static PluginKey described(Plugin plugin, String id, Map<String, String> config)
      throws SigningException, IOException {
    return new PluginKey(plugin, id, config, keySpec(plugin, id, config));
  }

  static KeySpec keySpec(Plugin plugin, String id, Map<String, String> config)
      throws SigningException, IOException {
    String spec = plugin.describeKey(id, config);
    return KeySpec.named(spec)
        .orElseThrow(
            () ->
                new SigningException(
                    "plugin %s: the key is %s, which is not known".formatted(plugin.name(), spec)));
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
    try {
      return switch (scheme.kind()) {
        case RSASSA_PKCS1_V1_5 -> pkcs1(message, scheme);
        case ECDSA_DER -> EcdsaForm.der(plain(message, sameHash(scheme)));
        case RSASSA_PSS, ECDSA_RAW -> plain(message, sameHash(scheme));
      };
    } catch (IOException e) {
      throw new SigningException(
          "plugin %s: it cannot be run: %s".formatted(plugin.name(), e.getMessage()), e);
    }
  }

  /** What the protocol knows: RSA with PSS or plain ECDSA, with the hash of the key. */
  private byte[] plain(byte[] message, SignatureScheme scheme)
      throws SigningException, IOException {
    Map<String, String> settings = new TreeMap<>(config);
    settings.remove(SIGNING_SCHEME, PKCS1_V1_5);
    PluginSignature answer =
        plugin.generateSignature(id, spec.toString(), spec.hash(), message, settings);
    String expected = (spec.rsa() ? "RSASSA-PSS-" : "ECDSA-") + spec.hash();
    if (!answer.algorithm().equals(expected)) {
      throw new SigningException(
          "plugin %s: it signed with %s, expected %s"
              .formatted(plugin.name(), answer.algorithm(), expected));
    }
    return checked(answer, message, scheme);
  }

  private byte[] pkcs1(byte[] message, SignatureScheme scheme)
      throws SigningException, IOException {
    Map<String, String> settings = new TreeMap<>(config);
    settings.put(SIGNING_SCHEME, PKCS1_V1_5);
    PluginSignature answer;
    try {
      answer = plugin.generateSignature(id, spec.toString(), scheme.hash(), message, settings);
    } catch (SigningException e) {
      throw noPkcs1("asked for it, " + e.getMessage());
    }
    if (!answer.algorithm().equals("RSASSA-PKCS1-v1_5-" + scheme.hash())) {
      throw noPkcs1("asked for it, the plugin signed with " + answer.algorithm());
    }
    return checked(answer, message, scheme);
  }

  private SigningException noPkcs1(String why) {
    return new SigningException(
        "plugin %s: root hashes need PKCS#1 v1.5 with RSA, which it does not offer: %s"
            .formatted(plugin.name(), why),
        "sign elsewhere by 'sign --prepare', or with a key file, a keystore or PKCS#11",
        null);
  }

  private SignatureScheme sameHash(SignatureScheme scheme) throws SigningException {
    if (!scheme.hash().equals(spec.hash())) {
      throw new SigningException(
          "plugin %s: its %s key signs with %s, expected %s"
              .formatted(plugin.name(), spec, spec.hash(), scheme.hash()),
          "choose the key's hash by --signature-hash",
          null);
    }
    return new SignatureScheme(SignatureScheme.notary(spec).kind(), spec.hash());
  }

  private byte[] checked(PluginSignature answer, byte[] message, SignatureScheme scheme)
      throws SigningException {
    if (!scheme.verify(answer.chain().leaf().getPublicKey(), message, answer.signature())) {
      throw new SigningException(
          "plugin %s: its signature does not verify with its first certificate"
              .formatted(plugin.name()));
    }
    if (chain != null && !chain.equals(answer.chain())) {
      throw new SigningException(
          "plugin %s: it sent other certificates than before".formatted(plugin.name()));
    }
    chain = answer.chain();
    return answer.signature();
  }
}
