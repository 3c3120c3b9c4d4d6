package dev.layerseal.notary;

import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.KeySpec;

/** An envelope that waits for its signature. */
public final class UnsignedEnvelope {

  private final EnvelopeFormat format;
  private final byte[] protectedHeader;
  private final byte[] payload;

  private UnsignedEnvelope(EnvelopeFormat format, byte[] protectedHeader, byte[] payload) {
    this.format = format;
    this.protectedHeader = protectedHeader;
    this.payload = payload;
  }

  /** The envelope around {@code payload} for a key of the kind {@code spec}. */
  public static UnsignedEnvelope of(
      EnvelopeFormat format, KeySpec spec, SignedAttributes attributes, Payload payload) {
    NotaryAlgorithm algorithm = NotaryAlgorithm.of(spec);
    byte[] header =
        format == EnvelopeFormat.JWS
            ? JwsHeader.encode(algorithm, attributes)
            : CoseHeader.encode(algorithm, attributes);
    return new UnsignedEnvelope(format, header, payload.encode(format));
  }

  /** The bytes that the key signs. */
  public byte[] signingInput() {
    return format == EnvelopeFormat.JWS
        ? JwsEnvelope.signingInput(protectedHeader, payload)
        : CoseEnvelope.signingInput(protectedHeader, payload);
  }

  /** The whole envelope. */
  public byte[] with(byte[] signature, CertificateChain chain, UnsignedAttributes unsigned) {
    return format == EnvelopeFormat.JWS
        ? JwsEnvelope.encode(protectedHeader, payload, signature, chain, unsigned)
        : CoseEnvelope.encode(protectedHeader, payload, signature, chain, unsigned);
  }
}
