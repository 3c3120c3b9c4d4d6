package dev.layerseal.signer;

import dev.layerseal.error.SigningException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A new RSA-2048 key with a certificate signed by itself, for trying things out: every kernel that
 * checks root hashes takes it, and the certificate has the Notary Project's profile for signers
 * (critical {@code digitalSignature}, {@code codeSigning}).
 */
public final class SelfSignedKey {

  private static final int RSA_BITS = 2048;
  private static final List<Integer> SIZES = List.of(2048, 3072, 4096);

  private final PrivateKey key;
  private final X509Certificate certificate;

  private SelfSignedKey(PrivateKey key, X509Certificate certificate) {
    this.key = key;
    this.certificate = certificate;
  }

  /**
   * A new key, valid from {@code now} on.
   *
   * @param subject distinguished name, such as {@code CN=demo,O=Notary,L=Here,ST=There,C=US}
   */
  public static SelfSignedKey generate(String subject, Instant now, Duration validity)
      throws SigningException {
    return generate(RSA_BITS, subject, now, validity);
  }

  /**
   * The same with a key of another size.
   *
   * @param bits 2048, 3072 or 4096
   */
  public static SelfSignedKey generate(int bits, String subject, Instant now, Duration validity)
      throws SigningException {
    if (!SIZES.contains(bits)) {
      throw new SigningException("a key of %d bits: expected one of %s".formatted(bits, SIZES));
    }
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      KeyPair pair = generator.generateKeyPair();
      return new SelfSignedKey(pair.getPrivate(), certify(pair, subject, now, validity));
    } catch (GeneralSecurityException
        | OperatorCreationException
        | CertIOException
        | IllegalArgumentException e) {
      throw new SigningException("no certificate for '" + subject + "': " + e.getMessage(), e);
    }
  }

  public PrivateKey key() {
    return key;
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /** Writes both as PEM; the key file is readable by its owner alone. Neither may exist before. */
  public void write(Path keyFile, Path certificateFile) throws IOException, SigningException {
    Files.createFile(
        keyFile,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(keyFile, pem("PRIVATE KEY", key.getEncoded()));
    try {
      Files.writeString(
          certificateFile,
          pem("CERTIFICATE", certificate.getEncoded()),
          StandardOpenOption.CREATE_NEW);
    } catch (GeneralSecurityException e) {
      throw new SigningException("the new certificate has no encoding", e);
    }
  }

  private static X509Certificate certify(
      KeyPair pair, String subject, Instant now, Duration validity)
      throws GeneralSecurityException, OperatorCreationException, CertIOException {
    X500Name name = new X500Name(subject);
    Instant from = now.truncatedTo(ChronoUnit.SECONDS);
    JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(127, new SecureRandom()).setBit(126),
                Date.from(from),
                Date.from(from.plus(validity)),
                name,
                pair.getPublic())
            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
            .addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning))
            .addExtension(
                Extension.subjectKeyIdentifier,
                false,
                identifiers.createSubjectKeyIdentifier(pair.getPublic()))
            .addExtension(
                Extension.authorityKeyIdentifier,
                false,
                identifiers.createAuthorityKeyIdentifier(pair.getPublic()));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate())));
  }

  private static String pem(String label, byte[] der) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label);
  }
}
