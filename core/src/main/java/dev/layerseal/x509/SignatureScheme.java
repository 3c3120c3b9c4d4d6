package dev.layerseal.x509;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/**
 * How a message is hashed and signed.
 *
 * @param hash name of the hash, such as {@code SHA-256}
 */
public record SignatureScheme(Kind kind, String hash) {

  /** The padding of RSA, or the form of an ECDSA signature. */
  public enum Kind {
    /** MGF1 with the same hash, and a salt as long as the hash. */
    RSASSA_PSS,
    RSASSA_PKCS1_V1_5,
    /** The integers r and s in a DER sequence. */
    ECDSA_DER,
    /** The integers r and s side by side, each as long as the curve's field. */
    ECDSA_RAW
  }

  /** What Notary Project envelopes use with a key of this kind. */
  public static SignatureScheme notary(KeySpec spec) {
    return new SignatureScheme(spec.rsa() ? Kind.RSASSA_PSS : Kind.ECDSA_RAW, spec.hash());
  }

  /** What PKCS#7 messages for the kernel use with a key of this kind, and with {@code hash}. */
  public static SignatureScheme pkcs7(KeySpec spec, String hash) {
    return new SignatureScheme(spec.rsa() ? Kind.RSASSA_PKCS1_V1_5 : Kind.ECDSA_DER, hash);
  }

  /** An engine for this scheme, ready for its key. */
  public Signature engine() throws GeneralSecurityException {
    Signature engine = Signature.getInstance(jcaName());
    configure(engine);
    return engine;
  }

  /** Sets the parameters of an engine that some provider made for {@link #jcaName}. */
  public void configure(Signature engine) throws GeneralSecurityException {
    if (kind == Kind.RSASSA_PSS) {
      MGF1ParameterSpec mask = new MGF1ParameterSpec(hash);
      engine.setParameter(
          new PSSParameterSpec(
              hash, "MGF1", mask, hashLength(), PSSParameterSpec.TRAILER_FIELD_BC));
    }
  }

  /** Name of the scheme among Java's algorithms. */
  public String jcaName() {
    String digest = hash.replace("-", "");
    return switch (kind) {
      case RSASSA_PSS -> "RSASSA-PSS";
      case RSASSA_PKCS1_V1_5 -> digest + "withRSA";
      case ECDSA_DER -> digest + "withECDSA";
      case ECDSA_RAW -> digest + "withECDSAinP1363Format";
    };
  }

  /**
   * Whether {@code signature} over {@code message} was made with the private half of {@code key}.
   */
  public boolean verify(PublicKey key, byte[] message, byte[] signature) {
    try {
      Signature engine = engine();
      engine.initVerify(key);
      engine.update(message);
      return engine.verify(signature);
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }

  private int hashLength() {
    return switch (hash) {
      case "SHA-256" -> 32;
      case "SHA-384" -> 48;
      case "SHA-512" -> 64;
      default -> throw new IllegalArgumentException("hash " + hash);
    };
  }

  @Override
  public String toString() {
    return kind.name().replace('_', '-') + "-" + hash;
  }
}
