package dev.layerseal.notary;

import dev.layerseal.error.FormatException;
import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.KeySpec;
import java.util.Optional;

/**
 * One signature as it was received. The bytes that were signed are kept as they came: nothing is
 * encoded again to verify it.
 *
 * @param contentType type of the payload, a signed header
 * @param signedBytes what the signature is over
 */
public record SignatureEnvelope(
    EnvelopeFormat format,
    NotaryAlgorithm algorithm,
    String contentType,
    SignedAttributes attributes,
    UnsignedAttributes unsigned,
    CertificateChain chain,
    byte[] payload,
    byte[] signature,
    byte[] signedBytes) {

  /** The longest envelope that is read, as notation does. */
  public static final int MAX_LENGTH = 32 << 20;

  /**
   * Reads an envelope strictly: one signature, each header once, critical headers listed and known.
   *
   * @throws FormatException when the envelope is anything else
   */
  public static SignatureEnvelope decode(EnvelopeFormat format, byte[] bytes)
      throws FormatException {
    if (bytes.length > MAX_LENGTH) {
      throw new FormatException(
          "%s envelope: %d bytes, more than %d".formatted(format, bytes.length, MAX_LENGTH));
    }
    try {
      return format == EnvelopeFormat.JWS ? JwsEnvelope.decode(bytes) : CoseEnvelope.decode(bytes);
    } catch (FormatException e) {
      throw e.at(format + " envelope");
    }
  }

  /**
   * Why the signature is not one over these bytes by the first certificate's key; nothing when it
   * is.
   */
  public Optional<String> fault() {
    Optional<KeySpec> spec = KeySpec.of(chain.leaf().getPublicKey());
    if (spec.isEmpty()) {
      return Optional.of(
          "the signing key is %s, expected RSA 2048, 3072, 4096 or EC P-256, P-384, P-521"
              .formatted(KeySpec.describe(chain.leaf().getPublicKey())));
    }
    if (spec.get() != algorithm.keySpec()) {
      return Optional.of("alg is %s, and the signing key is %s".formatted(algorithm, spec.get()));
    }
    return algorithm.scheme().verify(chain.leaf().getPublicKey(), signedBytes, signature)
        ? Optional.empty()
        : Optional.of("the signature does not match the signed bytes");
  }
}
