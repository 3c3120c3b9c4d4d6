package dev.layerseal.pkcs7;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.layerseal.testdata.Peer;
import dev.layerseal.testdata.TestIdentity;
import dev.layerseal.x509.CertificateChain;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("interop")
class OpensslInteropTest {

  private static final String ROOT_HASH = "0dcd29977f675344".repeat(4);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "rsa2048, SHA256",
    "rsa2048, SHA384",
    "rsa2048, SHA512",
    "rsa3072, SHA256",
    "rsa3072, SHA384",
    "rsa4096, SHA512"
  })
  void equalsSmimeByteForByte(String kind, DigestAlgorithm hash) throws Exception {
    TestIdentity identity = TestIdentity.selfSigned(kind);
    write(identity, List.of());
    byte[] theirs = smime(hash).output();
    assertArrayEquals(theirs, sign(identity, List.of(), hash).encode());
  }

  @Test
  void equalsSmimeWithAChain() throws Exception {
    TestIdentity root = TestIdentity.root("rsa2048");
    TestIdentity intermediate = root.intermediate("intermediate", "rsa2048");
    TestIdentity leaf = intermediate.leaf("leaf", "rsa2048");
    List<TestIdentity> issuers = List.of(intermediate, root);
    write(leaf, issuers);
    Peer.Result theirs = smime(DigestAlgorithm.SHA256, "-certfile", file("issuers.pem"));
    assertArrayEquals(theirs.output(), sign(leaf, issuers, DigestAlgorithm.SHA256).encode());
  }

  @ParameterizedTest
  @CsvSource({"rsa2048", "p256", "p384", "p521"})
  void opensslVerifiesOurs(String kind) throws Exception {
    TestIdentity identity = TestIdentity.selfSigned(kind);
    write(identity, List.of());
    Files.write(file("ours.p7s"), sign(identity, List.of(), DigestAlgorithm.SHA256).encode());
    Peer.find("openssl")
        .run(
            "smime",
            "-verify",
            "-binary",
            "-inform",
            "der",
            "-in",
            file("ours.p7s"),
            "-content",
            file("content"),
            "-CAfile",
            file("leaf.pem"),
            "-purpose",
            "any")
        .orFail();
  }

  private Peer.Result smime(DigestAlgorithm hash, Object... more) {
    List<Object> arguments =
        new java.util.ArrayList<>(
            List.of(
                "smime",
                "-sign",
                "-noattr",
                "-binary",
                "-md",
                hash.toString(),
                "-in",
                file("content"),
                "-inkey",
                file("leaf.key"),
                "-signer",
                file("leaf.pem"),
                "-outform",
                "der"));
    arguments.addAll(List.of(more));
    return Peer.find("openssl").run(arguments.toArray()).orFail();
  }

  private void write(TestIdentity leaf, List<TestIdentity> issuers) throws Exception {
    Files.writeString(file("content"), ROOT_HASH);
    Files.writeString(file("leaf.key"), leaf.keyPem());
    Files.writeString(file("leaf.pem"), leaf.certificatePem());
    StringBuilder pem = new StringBuilder();
    issuers.forEach(issuer -> pem.append(issuer.certificatePem()));
    Files.writeString(file("issuers.pem"), pem);
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private static SignedData sign(
      TestIdentity leaf, List<TestIdentity> issuers, DigestAlgorithm hash) throws Exception {
    KeyType type = leaf.key().getAlgorithm().equals("RSA") ? KeyType.RSA : KeyType.EC;
    Signature signature = Signature.getInstance(type.signatureName(hash));
    signature.initSign(leaf.key());
    signature.update(ROOT_HASH.getBytes(StandardCharsets.US_ASCII));
    List<java.security.cert.X509Certificate> chain = new java.util.ArrayList<>();
    chain.add(leaf.certificate());
    issuers.forEach(issuer -> chain.add(issuer.certificate()));
    return SignedData.of(new CertificateChain(chain), hash, type, signature.sign());
  }
}
