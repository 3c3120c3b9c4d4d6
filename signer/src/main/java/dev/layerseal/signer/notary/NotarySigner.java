package dev.layerseal.signer.notary;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.SigningException;
import dev.layerseal.notary.Payload;
import dev.layerseal.notary.SignatureEnvelope;
import dev.layerseal.notary.SignatureManifest;
import dev.layerseal.notary.SignedAttributes;
import dev.layerseal.notary.UnsignedAttributes;
import dev.layerseal.notary.UnsignedEnvelope;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.signer.EnvelopeMaker;
import dev.layerseal.signer.SigningKey;
import dev.layerseal.x509.CertificateProfile;
import dev.layerseal.x509.KeySpec;
import dev.layerseal.x509.SignatureScheme;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Makes Notary Project signatures with one key. */
public final class NotarySigner {

  private final SigningKey key;
  private final Optional<Timestamper> timestamper;

  public NotarySigner(SigningKey key) {
    this(key, Optional.empty());
  }

  public NotarySigner(SigningKey key, Optional<Timestamper> timestamper) {
    this.key = key;
    this.timestamper = timestamper;
  }

  /**
   * Signs {@code subject} and verifies what came out; stores nothing.
   *
   * @param now time of signing
   * @throws SigningException when the certificates do not meet the profile, or the key cannot sign
   */
  public NotarySignature sign(Descriptor subject, NotaryOptions options, Instant now)
      throws LayersealException, IOException {
    if (key instanceof EnvelopeMaker maker) {
      return made(subject, options).by(maker, now);
    }
    byte[] envelope = envelope(subject, options, now);
    SignatureManifest manifest =
        SignatureManifest.of(
            options.shape(), subject, options.format(), envelope, key.certificateChain(), now);
    return new NotarySignature(manifest, envelope);
  }

  /** The envelope alone: what is kept beside a file, for artifacts that are in no store. */
  public byte[] envelope(Descriptor subject, NotaryOptions options, Instant now)
      throws LayersealException, IOException {
    if (key instanceof EnvelopeMaker maker) {
      return made(subject, options).by(maker, now).envelope();
    }
    KeySpec spec = key.keySpec();
    UnsignedEnvelope unsigned = unsigned(key, subject, options, now);
    byte[] signature = key.sign(unsigned.signingInput(), SignatureScheme.notary(spec));
    checkCertificates(key, now);
    byte[] envelope =
        unsigned.with(signature, key.certificateChain(), unsigned(options, signature, spec));
    checkOwn(options, envelope);
    return envelope;
  }

  /**
   * What {@code key} would sign, after the same checks; nothing is asked of the key itself.
   *
   * @param now time of signing
   */
  public static UnsignedEnvelope unsigned(
      SigningKey key, Descriptor subject, NotaryOptions options, Instant now)
      throws SigningException {
    options.check();
    if (key.certificatesKnown()) {
      checkCertificates(key, now);
    }
    Payload payload = new Payload(subject.plain().withAnnotations(options.metadata()));
    SignedAttributes attributes =
        SignedAttributes.of(now, options.expiry().map(duration -> now.plus(duration)));
    return UnsignedEnvelope.of(options.format(), key.keySpec(), attributes, payload);
  }

  private ForeignEnvelope made(Descriptor subject, NotaryOptions options) throws SigningException {
    options.check();
    if (timestamper.isPresent()) {
      throw new SigningException(
          "the plugin makes the whole envelope, to which no timestamp can be added");
    }
    return new ForeignEnvelope(subject, options);
  }

  private UnsignedAttributes unsigned(NotaryOptions options, byte[] signature, KeySpec spec)
      throws LayersealException, IOException {
    UnsignedAttributes plain = UnsignedAttributes.agent(options.signingAgent());
    return timestamper.isPresent()
        ? plain.withTimestamp(timestamper.get().timestamp(signature, spec.hash()))
        : plain;
  }

  private static void checkCertificates(SigningKey key, Instant now) throws SigningException {
    Optional<String> fault = CertificateProfile.CODE_SIGNING.fault(key.certificateChain(), now);
    if (fault.isPresent()) {
      throw new SigningException(fault.get());
    }
  }

  private static void checkOwn(NotaryOptions options, byte[] envelope) throws SigningException {
    try {
      Optional<String> fault = SignatureEnvelope.decode(options.format(), envelope).fault();
      if (fault.isPresent()) {
        throw new SigningException("the key gave a signature that does not verify: " + fault.get());
      }
    } catch (FormatException e) {
      throw new SigningException("the new envelope cannot be read: " + e.getMessage(), e);
    }
  }
}
