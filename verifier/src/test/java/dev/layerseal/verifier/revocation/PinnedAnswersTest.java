package dev.layerseal.verifier.revocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.FormatException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.oci.store.LayoutStore;
import dev.layerseal.testdata.CertificateMaker;
import dev.layerseal.testdata.TestIdentity;
import dev.layerseal.x509.CertificateChain;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What travels with an image, which anybody can have put there. */
class PinnedAnswersTest {

  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final TestIdentity ROOT = TestIdentity.root("p256");
  private static final TestIdentity LEAF = leaf();

  @TempDir Path folder = Path.of("");

  @Test
  void answersWhereNobodyElseDoes() throws Exception {
    assertEquals(RevocationStatus.GOOD, status(RevocationFetcher.OFFLINE));
  }

  @Test
  void isNotAskedWhereTheResponderDoesNotKnowTheCertificate() throws Exception {
    byte[] unknown = answer(new UnknownStatus(), List.of());
    assertEquals(RevocationStatus.UNKNOWN, status(responding(unknown)));
  }

  @Test
  void aLongAnswerIsNotRead() throws Exception {
    List<TestIdentity> many = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      many.add(LEAF);
    }
    byte[] answer = answer(CertificateStatus.GOOD, many);
    assertTrue(answer.length > OcspAnswer.MAX_LENGTH, "too short: " + answer.length);
    assertThrows(FormatException.class, () -> OcspAnswer.decode(answer));
  }

  @Test
  void noMoreThanTheLimitIsReadInAll() throws Exception {
    List<Digest> opened = new ArrayList<>();
    try (LayoutStore layout = LayoutStore.create(folder.resolve("layout"))) {
      byte[] subject = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
      Descriptor image = Descriptor.of("application/vnd.oci.image.manifest.v1+json", subject);
      for (int i = 0; i < 4; i++) {
        Manifest manifest = Manifest.artifact(PinnedAnswers.TYPE, lists(i), image, Map.of());
        layout.pushManifest(manifest.descriptor(), manifest.bytes(), Optional.empty());
      }
      assertTrue(PinnedAnswers.read(counting(layout, opened), image.digest()).isEmpty());
    }
    assertEquals(2, opened.size(), "each is 15 MiB");
  }

  private static List<Descriptor> lists(int number) {
    List<Descriptor> lists = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      byte[] content = ByteBuffer.allocate(8).putInt(number).putInt(i).array();
      lists.add(Descriptor.of("application/pkix-crl", Digest.sha256(content), 15 << 20));
    }
    return lists;
  }

  private static ImageStore counting(ImageStore store, List<Digest> opened) {
    return (ImageStore)
        Proxy.newProxyInstance(
            ImageStore.class.getClassLoader(),
            new Class<?>[] {ImageStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("fetchBlob")) {
                opened.add(((Descriptor) arguments[0]).digest());
                return new byte[0];
              }
              return method.invoke(store, arguments);
            });
  }

  private RevocationStatus status(RevocationFetcher fetcher) throws Exception {
    byte[] good = answer(CertificateStatus.GOOD, List.of());
    RevocationChecker checker =
        new OnlineRevocation(
            fetcher, folder, List.of(), List.of(), new PinnedAnswers(List.of(), List.of(good)));
    CertificateChain chain = new CertificateChain(List.of(LEAF.certificate(), ROOT.certificate()));
    return checker.check(chain, NOW, Optional.empty()).status();
  }

  private static RevocationFetcher responding(byte[] answer) {
    return new RevocationFetcher() {
      @Override
      public byte[] fetchList(URI address) throws IOException {
        throw new IOException("no list");
      }

      @Override
      public byte[] askResponder(URI address, byte[] request) {
        return answer;
      }
    };
  }

  private static byte[] answer(
      @org.jspecify.annotations.Nullable CertificateStatus status, List<TestIdentity> along)
      throws Exception {
    CertificateID id =
        new CertificateID(
            new JcaDigestCalculatorProviderBuilder()
                .build()
                .get(new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1)),
            new JcaX509CertificateHolder(ROOT.certificate()),
            LEAF.certificate().getSerialNumber());
    X509CertificateHolder[] certificates = new X509CertificateHolder[along.size()];
    for (int i = 0; i < certificates.length; i++) {
      certificates[i] = new JcaX509CertificateHolder(along.get(i).certificate());
    }
    Date from = Date.from(NOW.minusSeconds(60));
    return new OCSPRespBuilder()
        .build(
            OCSPRespBuilder.SUCCESSFUL,
            new BasicOCSPRespBuilder(
                    new RespID(new JcaX509CertificateHolder(ROOT.certificate()).getSubject()))
                .addResponse(id, status, from, Date.from(NOW.plusSeconds(3600)), null)
                .build(
                    new JcaContentSignerBuilder("SHA256withECDSA").build(ROOT.key()),
                    certificates,
                    from))
        .getEncoded();
  }

  private static TestIdentity leaf() {
    AuthorityInformationAccess access =
        new AuthorityInformationAccess(
            AccessDescription.id_ad_ocsp,
            new GeneralName(GeneralName.uniformResourceIdentifier, "http://ocsp.example/"));
    try {
      return CertificateMaker.named("asked", "p256")
          .signsCode()
          .extension(
              Extension.authorityInfoAccess.getId(), false, access.getEncoded(ASN1Encoding.DER))
          .issuedBy(ROOT);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
