package dev.layerseal.pkcs7;

import dev.layerseal.asn1.DerReader;
import dev.layerseal.asn1.Tag;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.x509.Certificates;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads a SignedData in the order of its fields, and refuses every other form by its name. */
final class SignedDataDecoder {

  /** Far above any chain of certificates; consumers take no more than 4 MiB. */
  private static final int MAX_BYTES = 1 << 20;

  private static final int MAX_CERTIFICATES = 32;
  private static final String NAME = "PKCS#7 signature";

  private final byte[] der;
  private final DerReader in;

  SignedDataDecoder(byte[] der) {
    this.der = der.clone();
    this.in = new DerReader(NAME, this.der);
  }

  SignedData decode() throws FormatException, UnsupportedFeatureException {
    if (der.length > MAX_BYTES) {
      throw unsupported("%d bytes, the limit is %d".formatted(der.length, MAX_BYTES));
    }
    DerReader contentInfo = in.into(Tag.SEQUENCE, "ContentInfo");
    in.end("ContentInfo");
    String type = contentInfo.oid("contentType");
    if (!type.equals(Identifiers.SIGNED_DATA)) {
      throw unsupported("content type " + type + ", expected signedData");
    }
    DerReader explicit = contentInfo.into(Tag.constructed(0), "content");
    contentInfo.end("content");
    DerReader signedData = explicit.into(Tag.SEQUENCE, "SignedData");
    explicit.end("SignedData");
    return decodeSignedData(signedData);
  }

  private SignedData decodeSignedData(DerReader signedData)
      throws FormatException, UnsupportedFeatureException {
    version(signedData, "SignedData");
    DerReader hashes = signedData.into(Tag.SET, "digestAlgorithms");
    DigestAlgorithm hash = hash(hashes, "digestAlgorithms");
    if (hashes.more()) {
      throw unsupported("more than one digest algorithm");
    }
    detached(signedData.into(Tag.SEQUENCE, "encapContentInfo"));
    List<X509Certificate> certificates = certificates(signedData);
    if (signedData.at(Tag.constructed(1))) {
      throw unsupported("revocation lists are embedded");
    }
    DerReader signers = signedData.into(Tag.SET, "signerInfos");
    signedData.end("signerInfos");
    DerReader signer = signers.into(Tag.SEQUENCE, "SignerInfo");
    if (signers.more()) {
      throw unsupported("more than one signer");
    }
    return decodeSigner(signer, hash, certificates);
  }

  private SignedData decodeSigner(
      DerReader signer, DigestAlgorithm hash, List<X509Certificate> certificates)
      throws FormatException, UnsupportedFeatureException {
    version(signer, "SignerInfo");
    DerReader name = signer.into(Tag.SEQUENCE, "issuerAndSerialNumber");
    byte[] issuer = name.element("issuer");
    BigInteger serialNumber = name.integer("serialNumber");
    name.end("serialNumber");
    if (hash(signer, "digestAlgorithm") != hash) {
      throw signer.malformed("digestAlgorithm differs from digestAlgorithms");
    }
    if (signer.at(Tag.constructed(0))) {
      throw signedAttributes(signer.into(Tag.constructed(0), "signedAttrs"));
    }
    KeyType keyType = keyType(signer, hash);
    byte[] signature = signer.content(Tag.OCTET_STRING, "encryptedDigest");
    if (signer.more()) {
      throw unsupported("unsigned attributes, expected none");
    }
    return new SignedData(certificates, issuer, serialNumber, hash, keyType, signature, der);
  }

  private static UnsupportedFeatureException signedAttributes(DerReader attributes)
      throws FormatException {
    while (attributes.more()) {
      String type = attributes.into(Tag.SEQUENCE, "attribute").oid("attribute type");
      if (type.equals(Identifiers.SMIME_CAPABILITIES)) {
        return unsupported("signed attributes with S/MIME capabilities, which kernels refuse");
      }
    }
    return unsupported("signed attributes, expected none");
  }

  private static void version(DerReader from, String structure)
      throws FormatException, UnsupportedFeatureException {
    BigInteger version = from.integer(structure + " version");
    if (version.equals(BigInteger.valueOf(3))) {
      throw unsupported(structure + " version 3: the signer is named by subjectKeyIdentifier");
    }
    if (!version.equals(BigInteger.ONE)) {
      throw unsupported("%s version %s, expected 1".formatted(structure, version));
    }
  }

  private static void detached(DerReader contentInfo)
      throws FormatException, UnsupportedFeatureException {
    String type = contentInfo.oid("eContentType");
    if (!type.equals(Identifiers.DATA)) {
      throw unsupported("signed content of type " + type + ", expected data");
    }
    if (contentInfo.more()) {
      throw unsupported("the content is embedded, expected a detached signature");
    }
  }

  private static DigestAlgorithm hash(DerReader from, String field)
      throws FormatException, UnsupportedFeatureException {
    String oid = algorithm(from, field);
    return DigestAlgorithm.ofOid(oid)
        .orElseThrow(() -> unsupported("digest algorithm " + oid + " is not one of SHA-2"));
  }

  private static KeyType keyType(DerReader from, DigestAlgorithm hash)
      throws FormatException, UnsupportedFeatureException {
    DerReader sequence = from.into(Tag.SEQUENCE, "signatureAlgorithm");
    String oid = sequence.oid("signatureAlgorithm");
    boolean rsa = oid.equals(Identifiers.RSA_ENCRYPTION);
    if (!rsa && !Identifiers.ecdsa(oid)) {
      throw unsupported("signature algorithm " + Identifiers.describe(oid));
    }
    parameters(sequence, "signatureAlgorithm");
    if (!rsa && !Identifiers.ecdsaWith(hash).orElse("").equals(oid)) {
      throw from.malformed("signatureAlgorithm " + oid + " does not go with " + hash);
    }
    return rsa ? KeyType.RSA : KeyType.EC;
  }

  private static String algorithm(DerReader from, String field) throws FormatException {
    DerReader sequence = from.into(Tag.SEQUENCE, field);
    String oid = sequence.oid(field);
    parameters(sequence, field);
    return oid;
  }

  private static void parameters(DerReader algorithm, String field) throws FormatException {
    if (algorithm.more()) {
      algorithm.nothing(field + " parameters");
    }
    algorithm.end(field);
  }

  private static List<X509Certificate> certificates(DerReader signedData)
      throws FormatException, UnsupportedFeatureException {
    List<X509Certificate> certificates = new ArrayList<>();
    if (!signedData.at(Tag.constructed(0))) {
      return certificates;
    }
    DerReader set = signedData.into(Tag.constructed(0), "certificates");
    while (set.more()) {
      if (certificates.size() == MAX_CERTIFICATES) {
        throw unsupported("more than " + MAX_CERTIFICATES + " certificates");
      }
      certificates.add(certificate(set.element("certificate"), certificates.size() + 1));
    }
    return certificates;
  }

  private static X509Certificate certificate(byte[] element, int number) throws FormatException {
    try {
      return Certificates.decode(element);
    } catch (FormatException e) {
      throw e.at("%s, certificate %d".formatted(NAME, number));
    }
  }

  private static UnsupportedFeatureException unsupported(String why) {
    return new UnsupportedFeatureException(NAME + ": " + why);
  }
}
