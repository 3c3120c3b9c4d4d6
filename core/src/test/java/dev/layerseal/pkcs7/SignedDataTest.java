package dev.layerseal.pkcs7;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.layerseal.asn1.Der;
import dev.layerseal.asn1.Tag;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.testdata.CertificateMaker;
import dev.layerseal.testdata.TestIdentity;
import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.RawNames;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedDataTest {

  private static final byte[] CONTENT = "00ff".repeat(16).getBytes(US_ASCII);
  private static final TestIdentity SELF = TestIdentity.selfSigned("rsa2048");

  @ParameterizedTest
  @ValueSource(strings = {"rsa2048", "p256", "p384", "p521"})
  void readsWhatItWrites(String kind) throws Exception {
    TestIdentity identity = TestIdentity.selfSigned(kind);
    for (DigestAlgorithm hash :
        List.of(DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512)) {
      SignedData made = sign(identity, hash);
      SignedData read = SignedData.decode(made.encode());
      assertEquals(made, read);
      assertEquals(hash, read.hash());
      read.verify(CONTENT, read.signer(List.of()));
    }
  }

  @Test
  void doesNotBelieveWeakDigests() throws Exception {
    SignedData read = SignedData.decode(sign(SELF, DigestAlgorithm.SHA1).encode());
    assertThrows(VerificationException.class, () -> read.verify(CONTENT, SELF.certificate()));
  }

  @Test
  void doesNotVerifyOtherContent() throws Exception {
    SignedData made = sign(SELF, DigestAlgorithm.SHA256);
    byte[] other = CONTENT.clone();
    other[3] ^= 1;
    assertThrows(VerificationException.class, () -> made.verify(other, SELF.certificate()));
  }

  @Test
  void doesNotVerifyWithAKeyOfAnotherKind() throws Exception {
    SignedData made = sign(SELF, DigestAlgorithm.SHA256);
    TestIdentity other = TestIdentity.selfSigned("p256");
    assertThrows(VerificationException.class, () -> made.verify(CONTENT, other.certificate()));
  }

  @Test
  void refusesTwoCertificatesForOneSigner() throws Exception {
    TestIdentity twin =
        CertificateMaker.named("self-rsa2048", "p256")
            .signsCode()
            .serialNumber(SELF.certificate().getSerialNumber())
            .selfSigned();
    SignedData made = sign(SELF, DigestAlgorithm.SHA256);
    assertEquals(SELF.certificate(), made.signer(List.of()));
    assertThrows(VerificationException.class, () -> made.signer(List.of(twin.certificate())));
  }

  @Test
  void saysWhenTheSignerIsUnknown() throws Exception {
    byte[] without =
        signedData(Der.integer(1), new byte[0], signerInfo(SELF, "1.2.840.113549.1.1.1"));
    SignedData read = SignedData.decode(without);
    VerificationException thrown =
        assertThrows(VerificationException.class, () -> read.signer(List.of()));
    assertTrue(String.valueOf(thrown.getMessage()).contains("has no certificate"));
  }

  @Test
  void refusesSeveralSigners() {
    byte[] info = signerInfo(SELF, "1.2.840.113549.1.1.1");
    byte[] two = signedData(Der.integer(1), new byte[0], info, info);
    assertThrows(UnsupportedFeatureException.class, () -> SignedData.decode(two));
  }

  @Test
  void refusesAlgorithmOfTheWrongPlace() {
    byte[] der = signedData(Der.integer(1), new byte[0], signerInfo(SELF, "1.2.840.113549.1.1.11"));
    LayersealException thrown =
        assertThrows(UnsupportedFeatureException.class, () -> SignedData.decode(der));
    assertTrue(String.valueOf(thrown.getMessage()).contains("in place of rsaEncryption"));
  }

  @Test
  void refusesEcdsaWithAnotherHashThanDeclared() {
    byte[] der = signedData(Der.integer(1), new byte[0], signerInfo(SELF, "1.2.840.10045.4.3.3"));
    assertThrows(FormatException.class, () -> SignedData.decode(der));
  }

  @Test
  void refusesUnsignedAttributesAndRevocationLists() {
    byte[] attributes =
        Der.element(Tag.constructed(1), Der.sequence(Der.oid("1.2.3"), Der.element(Tag.SET)));
    byte[] info = signerInfo(SELF, "1.2.840.113549.1.1.1", attributes);
    assertThrows(
        UnsupportedFeatureException.class,
        () -> SignedData.decode(signedData(Der.integer(1), new byte[0], info)));
    byte[] lists = Der.element(Tag.constructed(1));
    assertThrows(
        UnsupportedFeatureException.class,
        () ->
            SignedData.decode(
                signedData(Der.integer(1), lists, signerInfo(SELF, "1.2.840.113549.1.1.1"))));
  }

  @Test
  void refusesBytesBehindTheMessage() throws Exception {
    byte[] der = sign(SELF, DigestAlgorithm.SHA256).encode();
    assertThrows(
        FormatException.class, () -> SignedData.decode(Arrays.copyOf(der, der.length + 1)));
  }

  @Test
  void everyChangedByteIsRefusedOrHarmless() throws Exception {
    byte[] der = sign(SELF, DigestAlgorithm.SHA256).encode();
    for (int i = 0; i < der.length; i++) {
      byte[] changed = der.clone();
      changed[i] ^= 0x10;
      assertNotVerified(changed, i);
    }
  }

  @Test
  void everyTruncationIsMalformed() throws Exception {
    byte[] der = sign(SELF, DigestAlgorithm.SHA256).encode();
    for (int length = 0; length < der.length; length += 7) {
      byte[] cut = Arrays.copyOf(der, length);
      assertThrows(FormatException.class, () -> SignedData.decode(cut));
    }
  }

  @Test
  void randomBytesGiveAnAnswer() {
    long seed = new SplittableRandom().nextLong();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      try {
        SignedData.decode(bytes);
        fail("seed " + seed);
      } catch (LayersealException expected) {
        // The only outcome.
      }
    }
  }

  /** A change may leave the certificate another one with the same key, but never verify as is. */
  private static void assertNotVerified(byte[] changed, int at) {
    try {
      SignedData read = SignedData.decode(changed);
      var signer = read.signer(List.of());
      read.verify(CONTENT, signer);
      if (signer.equals(SELF.certificate())) {
        fail("byte " + at + " does not matter");
      }
    } catch (LayersealException expected) {
      // Refused.
    }
  }

  static SignedData sign(TestIdentity identity, DigestAlgorithm hash) throws Exception {
    boolean rsa = identity.key().getAlgorithm().equals("RSA");
    KeyType type = rsa ? KeyType.RSA : KeyType.EC;
    Signature signature = Signature.getInstance(type.signatureName(hash));
    signature.initSign(identity.key());
    signature.update(CONTENT);
    CertificateChain chain = new CertificateChain(List.of(identity.certificate()));
    return SignedData.of(chain, hash, type, signature.sign());
  }

  private static byte[] signerInfo(TestIdentity identity, String algorithm, byte[]... more) {
    byte[][] parts =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(
                    Der.integer(1),
                    Der.sequence(
                        RawNames.of(identity.certificate()).issuer(),
                        Der.integer(identity.certificate().getSerialNumber())),
                    Der.sequence(Der.oid(DigestAlgorithm.SHA256.oid())),
                    Der.sequence(Der.oid(algorithm)),
                    Der.octets(new byte[256])),
                Arrays.stream(more))
            .toArray(byte[][]::new);
    return Der.sequence(parts);
  }

  private static byte[] signedData(byte[] version, byte[] lists, byte[]... infos) {
    byte[] signedData =
        Der.sequence(
            version,
            Der.element(Tag.SET, Der.sequence(Der.oid(DigestAlgorithm.SHA256.oid()))),
            Der.sequence(Der.oid("1.2.840.113549.1.7.1")),
            lists,
            Der.element(Tag.SET, infos));
    return Der.sequence(
        Der.oid("1.2.840.113549.1.7.2"), Der.element(Tag.constructed(0), signedData));
  }
}
