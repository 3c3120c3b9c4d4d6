package dev.layerseal.pkcs7;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.RawNames;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * A detached signature of one signer, in the form that the kernel takes for a dm-verity root hash
 * (RFC 2315, 9.1; docs/formats/pkcs7.md).
 *
 * <pre>
 * ContentInfo { signedData, [0] SignedData {
 *   version            1
 *   digestAlgorithms   SET { hash }
 *   contentInfo        { data }                    no content: detached
 *   certificates   [0] SET { issuers.., signer }   may be absent; any order is read
 *   signerInfos        SET { SignerInfo {
 *     version                    1
 *     issuerAndSerialNumber      of the signer's certificate
 *     digestAlgorithm            hash, as above
 *     digestEncryptionAlgorithm  rsaEncryption, or ecdsa-with-SHA2
 *     encryptedDigest            PKCS#1 v1.5, or an ECDSA-Sig-Value
 *   } }                                            no attributes of either kind
 * } }
 * </pre>
 */
public final class SignedData {

  private final List<X509Certificate> certificates;
  private final byte[] issuer;
  private final BigInteger serialNumber;
  private final DigestAlgorithm hash;
  private final KeyType keyType;
  private final byte[] signature;
  private final byte[] encoded;

  SignedData(
      List<X509Certificate> certificates,
      byte[] issuer,
      BigInteger serialNumber,
      DigestAlgorithm hash,
      KeyType keyType,
      byte[] signature,
      byte[] encoded) {
    this.certificates = List.copyOf(certificates);
    this.issuer = issuer;
    this.serialNumber = serialNumber;
    this.hash = hash;
    this.keyType = keyType;
    this.signature = signature;
    this.encoded = encoded;
  }

  /**
   * Reads the DER form, strictly.
   *
   * @throws FormatException when it is no DER, or no SignedData
   * @throws UnsupportedFeatureException when it is one of another form: embedded content,
   *     attributes, several signers, a signer by key identifier, an algorithm not listed above
   */
  public static SignedData decode(byte[] der) throws FormatException, UnsupportedFeatureException {
    return new SignedDataDecoder(der).decode();
  }

  /**
   * The envelope around a signature that was made with the key of {@code chain}'s leaf.
   *
   * @param signature with PKCS#1 v1.5 padding, or an ECDSA-Sig-Value in DER
   */
  public static SignedData of(
      CertificateChain chain, DigestAlgorithm hash, KeyType keyType, byte[] signature) {
    return of(
        Stream.concat(chain.issuers().stream(), Stream.of(chain.leaf())).toList(),
        chain.leaf(),
        hash,
        keyType,
        signature);
  }

  /** The same without certificates: a reader has to know that of the signer. */
  public static SignedData withoutCertificates(
      X509Certificate signer, DigestAlgorithm hash, KeyType keyType, byte[] signature) {
    return of(List.of(), signer, hash, keyType, signature);
  }

  private static SignedData of(
      List<X509Certificate> certificates,
      X509Certificate signer,
      DigestAlgorithm hash,
      KeyType keyType,
      byte[] signature) {
    byte[] issuer = RawNames.of(signer).issuer();
    BigInteger serial = signer.getSerialNumber();
    byte[] encoded =
        SignedDataEncoder.encode(certificates, issuer, serial, hash, keyType, signature);
    return new SignedData(certificates, issuer, serial, hash, keyType, signature.clone(), encoded);
  }

  /** The exact bytes that were read, or the DER form of what was made. */
  public byte[] encode() {
    return encoded.clone();
  }

  /** The embedded certificates, in their order. */
  public List<X509Certificate> certificates() {
    return certificates;
  }

  public DigestAlgorithm hash() {
    return hash;
  }

  public KeyType keyType() {
    return keyType;
  }

  /**
   * The certificate that the signer is named by, embedded or among {@code known}.
   *
   * @throws VerificationException when there is none, or two different ones
   */
  public X509Certificate signer(Collection<X509Certificate> known) throws VerificationException {
    List<X509Certificate> named =
        Stream.concat(certificates.stream(), known.stream())
            .filter(this::names)
            .distinct()
            .toList();
    if (named.size() != 1) {
      throw new VerificationException(
          Reason.UNTRUSTED,
          "the signer (serial number %s) has %s certificate"
              .formatted(serialNumber.toString(16), named.isEmpty() ? "no" : "more than one"));
    }
    return named.get(0);
  }

  /**
   * Checks that the key of {@code signer} made this signature over exactly {@code content}. Says
   * nothing about whether the certificate is to be trusted.
   *
   * @throws VerificationException when it did not, or the hash is a weak one
   */
  public void verify(byte[] content, X509Certificate signer) throws VerificationException {
    if (hash.weak()) {
      throw new VerificationException(
          Reason.BAD_SIGNATURE, "the signature is made with " + hash + ", which is weak");
    }
    if (!signer.getPublicKey().getAlgorithm().equals(keyType.keyAlgorithm())) {
      throw new VerificationException(
          Reason.BAD_SIGNATURE,
          "the signature is made with %s, the certificate has a key for %s"
              .formatted(keyType.keyAlgorithm(), signer.getPublicKey().getAlgorithm()));
    }
    if (!matches(content, signer)) {
      throw new VerificationException(
          Reason.BAD_SIGNATURE, "the signature does not match what it should sign");
    }
  }

  private boolean matches(byte[] content, X509Certificate signer) {
    try {
      Signature check = Signature.getInstance(keyType.signatureName(hash));
      check.initVerify(signer.getPublicKey());
      check.update(content);
      return check.verify(signature);
    } catch (GeneralSecurityException | RuntimeException e) {
      return false; // A signature or a key of the wrong length or form is no match.
    }
  }

  private boolean names(X509Certificate certificate) {
    return certificate.getSerialNumber().equals(serialNumber)
        && Arrays.equals(RawNames.of(certificate).issuer(), issuer);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedData that && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  @Override
  public String toString() {
    return "%s with %s by serial number %s"
        .formatted(keyType.keyAlgorithm(), hash, serialNumber.toString(16));
  }
}
