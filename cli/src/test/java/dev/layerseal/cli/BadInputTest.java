package dev.layerseal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.ImageIndex;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.Platform;
import dev.layerseal.pkcs7.DigestAlgorithm;
import dev.layerseal.seal.LayerSeal;
import dev.layerseal.seal.SealForm;
import dev.layerseal.seal.SealManifest;
import dev.layerseal.signer.LocalKey;
import dev.layerseal.signer.RootHashSigner;
import dev.layerseal.testdata.CertificateMaker;
import dev.layerseal.testdata.TestIdentity;
import dev.layerseal.testdata.Vector;
import dev.layerseal.testdata.registry.Answer;
import dev.layerseal.testdata.registry.FaultyRegistry;
import dev.layerseal.verity.RootHash;
import dev.layerseal.x509.CertificateChain;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Signing and verifying what is broken, or comes from a registry that is: the status of the table,
 * a message that says where, nothing pushed, nothing left in the folder for temporary files.
 */
class BadInputTest extends CommandTest {

  private static final String TAR = "application/vnd.oci.image.layer.v1.tar";
  private static final String EROFS = "application/vnd.erofs.layer.v1";
  private static final String BLOBS = "/v2/app/blobs/";
  private static final TestIdentity SELF = TestIdentity.selfSigned("p256");
  private static final Digest OTHER = Digest.sha256(new byte[] {1});

  private final FaultyRegistry registry = start();
  private final String temporary = Objects.requireNonNull(System.getProperty("java.io.tmpdir"));
  private byte[] gzip = new byte[0];
  private byte[] tar = new byte[0];

  private static FaultyRegistry start() {
    try {
      return FaultyRegistry.start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void prepare() throws Exception {
    gzip = Files.readAllBytes(Vector.folder("recipe").resolve("layer.tar.gz"));
    tar = new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes();
    write("self", SELF, SELF);
    System.setProperty("java.io.tmpdir", Files.createDirectory(folder.resolve("tmp")).toString());
  }

  @AfterEach
  void stop() {
    System.setProperty("java.io.tmpdir", temporary);
    registry.close();
    assertEquals(0, Objects.requireNonNull(folder.resolve("tmp").toFile().list()).length);
  }

  @Test
  void anEndedGzipStreamIsBad() throws Exception {
    both(3, image(TAR + "+gzip", Arrays.copyOf(gzip, gzip.length / 2), Digest.sha256(tar)), "gzip");
  }

  @Test
  void aCorruptZstdStreamIsBad() throws Exception {
    byte[] zstd = Files.readAllBytes(Vector.folder("recipe").resolve("layer.tar.zst"));
    Arrays.fill(zstd, zstd.length / 2, zstd.length / 2 + 16, (byte) 0xff);
    both(3, image(TAR + "+zstd", zstd, Digest.sha256(tar)), "zstd");
  }

  @Test
  void anotherDiffIdIsBad() throws Exception {
    both(1, image(TAR + "+gzip", gzip, OTHER), OTHER.toString());
  }

  @Test
  void anotherSizeIsBad() throws Exception {
    Descriptor said =
        Descriptor.of(TAR + "+gzip", Digest.sha256(gzip), Math.addExact(gzip.length, 1));
    registry.putBlob("app", gzip);
    both(3, image(said, Digest.sha256(tar)), Integer.toString(gzip.length + 1));
  }

  @Test
  void aDecompressionBombIsNotReadToItsEnd() throws Exception {
    byte[] zeros = new byte[65 << 20]; // The ratio counts from 64 MiB on.
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream gzipped = new GZIPOutputStream(bomb)) {
      gzipped.write(zeros);
    }
    Manifest image = image(TAR + "+gzip", bomb.toByteArray(), Digest.sha256(zeros));
    both(3, image, "--max-ratio", "--max-ratio", "20");
    both(3, image, "--max-layer-size", "--max-layer-size", "1MiB");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
        "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
        "application/vnd.oci.image.layer.v1.tar+gzip+encrypted",
        "application/x-unknown"
      })
  void layersThatCannotBeReadAreNamedAndRefused(String type) throws Exception {
    both(3, image(type, gzip, Digest.sha256(tar)), "media type is " + type);
  }

  @Test
  void aLayerThatIsAnErofsImageIsHashedAsItIs() throws Exception {
    Path file = folder.resolve("image.erofs");
    Path layer = Files.write(folder.resolve("layer.tar"), tar);
    assertEquals(
        0, run("erofs", "build", "--recipe=full", "--out=" + file, layer.toString()), text(err));
    byte[] erofs = Files.readAllBytes(file);
    image(EROFS, erofs, Digest.sha256(erofs));
    assertEquals(
        0, run("verity", "roothash", "--salt=" + "00".repeat(32), file.toString()), text(err));
    String rootHash = text(out).strip();
    assertEquals(0, run("roothash", reference()), text(err));
    assertTrue(text(out).contains(rootHash), rootHash + " in " + text(out));
    assertEquals(0, sign("self", "--dm-verity"), text(err));
    assertTrue(text(out).contains(rootHash + "  native"), rootHash + " in " + text(out));
    assertEquals(0, verify("--dm-verity"), text(err));
    assertTrue(text(out).contains(rootHash), rootHash + " in " + text(out));
  }

  @Test
  void anIndexIsNoImageForSeals() throws Exception {
    Manifest image = good();
    ImageIndex index = ImageIndex.of(List.of(image.descriptor()), Map.of());
    registry.putManifest("app", "v1", index.descriptor().mediaType(), index.bytes());
    refused(3, "--platform", sign("self", "--dm-verity"));
    refused(3, "--platform", run("roothash", reference()));
    assertTrue(verify("--dm-verity") != 0, text(out));
    registry.fault("GET", ".*/manifests/sha256.*", 9, answer -> answer.flipped(9));
    refused(3, image.descriptor().digest().toString(), sign("self", "--dm-verity", "--recursive"));
  }

  @Test
  void anIndexWithoutImagesIsNotVerified() throws Exception {
    Manifest image = good();
    Platform unknown = Platform.parse("unknown/unknown");
    Descriptor attestation = image.descriptor().withPlatform(Optional.of(unknown));
    for (List<Descriptor> entries : List.of(List.<Descriptor>of(), List.of(attestation))) {
      index(entries);
      refused(4, "no image", verify("--recursive"));
      refused(4, "no image", verify("--recursive", "--layers-only", "-o", "json"));
      assertTrue(text(out).contains("\"exit\": 4"), text(out));
    }
  }

  @Test
  void indexesThatNameOneAnotherManyTimesAreReadOnce() throws Exception {
    Descriptor top = index(List.of(good().descriptor()));
    for (int level = 0; level < 3; level++) {
      top = index(Collections.nCopies(1000, top));
    }
    refused(1, "no signature", verify("--recursive"));
  }

  @Test
  void anIndexOfTooManyImagesIsRefused() throws Exception {
    List<Descriptor> many = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      many.add(Descriptor.of(MediaType.OCI_MANIFEST.toString(), Digest.sha256(bytes(i)), i));
    }
    index(many);
    refused(3, "more than 4096", verify("--recursive"));
  }

  private static byte[] bytes(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }

  /** Puts the index of these under the tag; gives what it is named by. */
  private Descriptor index(List<Descriptor> entries) {
    ImageIndex index = ImageIndex.of(entries, Map.of());
    Descriptor named = index.descriptor();
    registry.putManifest("app", "v1", named.mediaType(), index.bytes());
    registry.putManifest("app", named.digest().toString(), named.mediaType(), index.bytes());
    return named;
  }

  @Test
  void aManifestThatIsNotTheOneThatWasResolvedIsBad() throws Exception {
    Manifest image = good();
    UnaryOperator<Answer> other = answer -> answer.flipped(answer.body().length - 2);
    registry.fault("GET", ".*/manifests/.*", 9, other);
    String digest = image.descriptor().digest().toString();
    refused(3, digest, sign("self", "--dm-verity"));
    refused(3, digest, verify("--dm-verity"));
  }

  @ParameterizedTest
  @CsvSource({
    "401, 4, 401",
    "403, 4, 403",
    "404, 4, sha256",
    "500, 4, answer 500",
    "503, 4, answer 503",
    "429, 4, too many requests"
  })
  void whatTheRegistryDoesNotGiveIsUnknown(int status, int expected, String message)
      throws Exception {
    Manifest image = good();
    Answer answer = Answer.of(status).with("Retry-After", "0");
    registry.fault("GET", blob(image), 99, given -> answer);
    refused(expected, message, sign("self", "--dm-verity"));
    seal(image);
    refused(expected, message, verify("--layers-only"));
  }

  @Test
  void aRegistryThatAsksToWaitIsAskedAgain() throws Exception {
    Manifest image = good();
    UnaryOperator<Answer> wait = answer -> Answer.of(429).with("Retry-After", "0");
    registry.fault("GET", blob(image), 1, wait);
    assertEquals(0, sign("self", "--dm-verity"), text(err));
    registry.fault("GET", blob(image), 1, wait);
    assertEquals(0, verify("--dm-verity"), text(err));
  }

  @Test
  void otherBytesThanTheDigestSaysAreBad() throws Exception {
    Manifest image = good();
    registry.fault("GET", blob(image), 99, answer -> answer.flipped(gzip.length - 1));
    refused(3, digest(image), sign("self", "--dm-verity"));
    seal(image);
    refused(3, digest(image), verify("--layers-only"));
  }

  @Test
  void aSilentRegistryIsNotWaitedForEndlessly() throws Exception {
    Manifest image = good();
    registry.fault("GET", blob(image), 99, answer -> answer.stallAfter(100));
    refused(4, digest(image), sign("self", "--dm-verity", "--timeout", "200ms"));
    seal(image);
    refused(4, digest(image), verify("--layers-only", "--timeout", "200ms"));
  }

  @Test
  void aKeyOfAnotherCertificateSignsNothing() throws Exception {
    good();
    write("other", TestIdentity.selfSigned("rsa2048"), SELF);
    refused(5, "other", sign("other", "--dm-verity"));
  }

  @Test
  void anExpiredCertificateIsNotTrusted() throws Exception {
    Manifest image = good();
    TestIdentity expired =
        CertificateMaker.named("expired", "p256")
            .signsCode()
            .valid("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z")
            .selfSigned();
    write("expired", expired, expired);
    refused(5, "expired on", sign("expired", "--dm-verity"));
    seal(image, expired);
    Files.writeString(folder.resolve("self.crt"), expired.certificatePem());
    refused(1, "expired", verify("--layers-only"));
  }

  private Manifest good() throws Exception {
    return image(TAR + "+gzip", gzip, Digest.sha256(tar));
  }

  private Manifest image(String type, byte[] layer, Digest diffId) throws Exception {
    registry.putBlob("app", layer);
    return image(Descriptor.of(type, layer), diffId);
  }

  private Manifest image(Descriptor layer, Digest diffId) {
    byte[] config =
        FaultyRegistry.json(
            "{'architecture':'amd64','os':'linux','rootfs':{'type':'layers','diff_ids':['%s']}}"
                .formatted(diffId));
    registry.putBlob("app", config);
    Manifest image =
        Manifest.of(
            Optional.empty(),
            Descriptor.of("application/vnd.oci.image.config.v1+json", config),
            List.of(layer),
            Optional.empty(),
            Map.of());
    registry.putManifest("app", "v1", image.mediaType(), image.bytes());
    registry.putManifest(
        "app", image.descriptor().digest().toString(), image.mediaType(), image.bytes());
    return image;
  }

  private static String digest(Manifest image) {
    return image.layers().get(0).digest().toString();
  }

  private static String blob(Manifest image) {
    return BLOBS + digest(image);
  }

  private void seal(Manifest image) throws Exception {
    seal(image, SELF);
  }

  /** Stores a seal with some root hash, so that verifying has to read the layer. */
  private void seal(Manifest image, TestIdentity by) throws Exception {
    CertificateChain chain = new CertificateChain(List.of(by.certificate()));
    RootHashSigner signer =
        new RootHashSigner(LocalKey.of(by.key(), chain), DigestAlgorithm.SHA256);
    RootHash rootHash = RootHash.parse("ab".repeat(32));
    LayerSeal seal = new LayerSeal(image.layers().get(0).digest(), rootHash, signer.sign(rootHash));
    SealManifest seals =
        SealManifest.of(
            SealForm.NOTARY,
            image.descriptor(),
            List.of(seal),
            List.of(),
            Instant.EPOCH,
            Optional.empty());
    registry.putBlob("app", Descriptor.emptyJson());
    registry.putBlob("app", seal.signature().encode());
    Manifest manifest = seals.manifest();
    registry.putManifest(
        "app", manifest.descriptor().digest().toString(), manifest.mediaType(), manifest.bytes());
  }

  /** Neither signing nor verifying accepts the image, and both say why and which layer. */
  private void both(int status, Manifest image, String why, String... more) throws Exception {
    List<String> options = new ArrayList<>(List.of(more));
    options.add(0, "--dm-verity");
    refused(status, why, sign("self", options.toArray(String[]::new)));
    assertTrue(text(err).contains(digest(image)), text(err));
    seal(image);
    options.set(0, "--layers-only");
    refused(status, why, verify(options.toArray(String[]::new)));
    assertTrue(text(err).contains(digest(image)), text(err));
  }

  private void refused(int expected, String message, int status) {
    assertEquals(expected, status, text(err));
    assertTrue(text(err).contains(message), text(err));
    assertTrue(
        registry.requests().stream().allMatch(one -> one.method().matches("GET|HEAD")), text(err));
  }

  private int sign(String key, String... more) {
    List<String> arguments = new ArrayList<>(List.of("sign", "--key-file", file(key + ".key")));
    arguments.addAll(List.of("--cert-file", file(key + ".crt"), "--temp-dir", file("tmp")));
    arguments.addAll(List.of(more));
    arguments.add(reference());
    return run(arguments.toArray(String[]::new));
  }

  private int verify(String... more) {
    List<String> arguments = new ArrayList<>(List.of("verify", "--trust-cert", file("self.crt")));
    arguments.addAll(List.of("--temp-dir", file("tmp")));
    arguments.addAll(List.of(more));
    arguments.add(reference());
    return run(arguments.toArray(String[]::new));
  }

  private void write(String name, TestIdentity key, TestIdentity certificate) throws IOException {
    Files.writeString(folder.resolve(name + ".key"), key.keyPem());
    Files.writeString(folder.resolve(name + ".crt"), certificate.certificatePem());
  }

  private String reference() {
    return registry.address() + "/app:v1";
  }
}
