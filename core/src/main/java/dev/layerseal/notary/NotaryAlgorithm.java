package dev.layerseal.notary;

import dev.layerseal.x509.KeySpec;
import dev.layerseal.x509.SignatureScheme;
import java.util.Arrays;
import java.util.Optional;

/** The algorithm of each kind of key, as the envelopes and the plugins spell it. */
public enum NotaryAlgorithm {
  PS256(KeySpec.RSA_2048, -37),
  PS384(KeySpec.RSA_3072, -38),
  PS512(KeySpec.RSA_4096, -39),
  ES256(KeySpec.EC_256, -7),
  ES384(KeySpec.EC_384, -35),
  ES512(KeySpec.EC_521, -36);

  private final KeySpec keySpec;
  private final int coseLabel;

  NotaryAlgorithm(KeySpec keySpec, int coseLabel) {
    this.keySpec = keySpec;
    this.coseLabel = coseLabel;
  }

  public static NotaryAlgorithm of(KeySpec keySpec) {
    return Arrays.stream(values())
        .filter(algorithm -> algorithm.keySpec == keySpec)
        .findFirst()
        .orElseThrow();
  }

  /** The kind of key that signs with it. */
  public KeySpec keySpec() {
    return keySpec;
  }

  public SignatureScheme scheme() {
    return SignatureScheme.notary(keySpec);
  }

  /** As a plugin answers it: {@code RSASSA-PSS-SHA-256}, {@code ECDSA-SHA-384}. */
  public String pluginName() {
    return (keySpec.rsa() ? "RSASSA-PSS-" : "ECDSA-") + keySpec.hash();
  }

  int coseLabel() {
    return coseLabel;
  }

  static Optional<NotaryAlgorithm> ofJws(String name) {
    return Arrays.stream(values()).filter(a -> a.name().equals(name)).findFirst();
  }

  static Optional<NotaryAlgorithm> ofCose(long label) {
    return Arrays.stream(values()).filter(a -> a.coseLabel == label).findFirst();
  }
}
