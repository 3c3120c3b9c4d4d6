package dev.layerseal.oci.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.Reference;
import dev.layerseal.oci.store.BlobSource;
import dev.layerseal.testdata.registry.Answer;
import dev.layerseal.testdata.registry.FaultyRegistry;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong between layerseal and a registry, and what is said about it. */
class FaultsTest {

  private static final byte[] CONTENT = new byte[200_000];
  private static final Descriptor BLOB;
  private static final String MANIFEST = MediaType.OCI_MANIFEST.toString();
  private static final String BLOBS = "/v2/app/blobs/.*";
  private static final String MANIFESTS = "/v2/app/manifests/.*";

  static {
    new java.util.Random(3).nextBytes(CONTENT);
    BLOB = Descriptor.of("application/octet-stream", CONTENT);
  }

  private FaultyRegistry registry = start();
  private RegistryStore store = open(RegistryContract.QUICK);
  private Descriptor image = Descriptor.emptyConfig();

  private static FaultyRegistry start() {
    try {
      return FaultyRegistry.start();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private RegistryStore open(RegistrySettings settings) {
    try {
      return RegistryStore.open(reference(""), settings);
    } catch (LayersealException | java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private Reference reference(String suffix) {
    try {
      return Reference.parse(registry.address() + "/app" + suffix);
    } catch (LayersealException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void fill() {
    registry.putBlob("app", CONTENT);
    byte[] manifest =
        Manifest.of(Optional.empty(), BLOB, List.of(), Optional.empty(), Map.of()).bytes();
    registry.putManifest("app", "v1", MANIFEST, manifest);
    image = Descriptor.of(MANIFEST, manifest);
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void triesAgainWhatMayPass(int status) throws Exception {
    registry.fault("GET", MANIFESTS, 2, answer -> Answer.error(status, "BUSY", "later"));
    registry.fault("GET", BLOBS, 2, answer -> Answer.of(status).with("Retry-After", "0"));
    assertEquals(image.digest(), store.resolve(reference(":v1")).digest());
    assertArrayEquals(CONTENT, store.fetchBlob(BLOB, CONTENT.length));
    assertEquals(3, registry.count("GET", MANIFESTS));
  }

  @Test
  void givesUpAfterSomeAttempts() {
    registry.fault("GET", MANIFESTS, 99, answer -> Answer.error(503, "BUSY", "come\\u001b back"));
    RegistryException e = failure(() -> store.resolve(reference(":v1")));
    assertEquals(
        "GET %s/v2/app/manifests/v1: answer 503, tried 3 times: BUSY come? back"
            .formatted(registry.url()),
        e.getMessage());
    assertEquals(3, registry.count("GET", MANIFESTS));
  }

  @Test
  void saysThatThereAreTooManyRequests() {
    registry.fault("GET", MANIFESTS, 99, answer -> Answer.of(429).with("Retry-After", "999999"));
    RegistryException e = failure(() -> store.resolve(reference(":v1")));
    assertEquals(store.name() + ": 429: too many requests, tried 3 times", e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 405, 410, 501})
  void doesNotTryAgainWhatStays(int status) {
    registry.fault("GET", MANIFESTS, 99, answer -> Answer.error(status, "NO", "never"));
    failure(() -> store.resolve(reference(":v1")));
    assertEquals(1, registry.count("GET", MANIFESTS));
  }

  @Test
  void saysThatAnImageIsMissingOrForbidden() {
    assertEquals(
        reference(":v2") + ": no such image",
        failure(() -> store.resolve(reference(":v2"))).getMessage());
    registry.fault("GET", MANIFESTS, 1, answer -> Answer.error(403, "DENIED", "not yours"));
    assertEquals(
        store.name() + ": 403: not allowed: DENIED not yours",
        failure(() -> store.resolve(reference(":v1"))).getMessage());
    assertTrue(failure(() -> store.resolve(reference(""))).hint().isPresent());
  }

  @Test
  void takesACutBlobUpBehindItsLastByte() throws Exception {
    registry.fault("GET", BLOBS, 1, answer -> answer.cutAfter(70_000));
    registry.fault("GET", BLOBS, 1, answer -> answer.cutAfter(50_000));
    assertArrayEquals(CONTENT, store.fetchBlob(BLOB, CONTENT.length));
    assertEquals(
        List.of("-", "ranged", "ranged"),
        registry.requests().stream()
            .filter(request -> request.method().equals("GET"))
            .map(request -> request.header("Range").isPresent() ? "ranged" : "-")
            .toList());
  }

  @Test
  void takesACutBlobUpWithoutRanges() throws Exception {
    registry.fault("GET", BLOBS, 1, answer -> answer.cutAfter(70_000));
    registry.fault("GET", BLOBS, 1, answer -> Answer.of(200, CONTENT));
    assertArrayEquals(CONTENT, store.fetchBlob(BLOB, CONTENT.length));
    registry.fault("GET", BLOBS, 1, answer -> answer.cutAfter(70_000));
    registry.fault("GET", BLOBS, 1, answer -> Answer.of(416));
    assertArrayEquals(CONTENT, store.fetchBlob(BLOB, CONTENT.length));
  }

  @Test
  void refusesAnotherRangeThanItAskedFor() {
    registry.fault("GET", BLOBS, 1, answer -> answer.cutAfter(70_000));
    registry.fault(
        "GET",
        BLOBS,
        1,
        answer -> answer.without("Content-Range").with("Content-Range", "bytes 7-199999/200000"));
    failure(() -> store.fetchBlob(BLOB, CONTENT.length));
  }

  @Test
  void givesUpABlobThatIsCutAgainAndAgain() {
    registry.fault("GET", BLOBS, 99, answer -> answer.cutAfter(0));
    String message =
        String.valueOf(failure(() -> store.fetchBlob(BLOB, CONTENT.length)).getMessage());
    // Newer JDKs report a body without its first byte as no answer at all.
    assertTrue(
        message.contains("at byte 0 of 200000") || message.contains("tried 3 times"), message);
  }

  @Test
  void givesUpABlobThatComesInCrumbs() {
    registry.fault("GET", BLOBS, 999, answer -> answer.cutAfter(10));
    String message = failure(() -> store.fetchBlob(BLOB, CONTENT.length)).getMessage();
    assertTrue(String.valueOf(message).contains("at byte 120 of 200000"), message);
  }

  @Test
  void aChangedByteInAnotherPieceIsFoundToo() {
    registry.fault("GET", BLOBS, 1, answer -> answer.cutAfter(70_000));
    registry.fault("GET", BLOBS, 1, answer -> answer.flipped(5));
    FormatException e =
        assertThrows(FormatException.class, () -> store.fetchBlob(BLOB, CONTENT.length));
    assertTrue(String.valueOf(e.getMessage()).contains("digest differs, computed sha256:"));
  }

  @Test
  void endsAStalledAnswer() {
    RegistryStore hurried = open(hurry(Duration.ofMillis(300), Duration.ofSeconds(20)));
    registry.fault("GET", BLOBS, 99, answer -> answer.stallAfter(0));
    assertTooLong(() -> hurried.fetchBlob(BLOB, CONTENT.length));
    registry.fault("GET", MANIFESTS, 99, answer -> answer.stallAfter(-1));
    assertTooLong(() -> hurried.resolve(reference(":v1")));
    registry.fault("POST", ".*uploads.*", 99, answer -> answer.stallAfter(-1));
    assertTooLong(() -> hurried.pushBlob(Descriptor.emptyConfig(), Descriptor.emptyJson()));
  }

  @Test
  void endsAnUploadThatNobodyReads() {
    RegistryStore hurried = open(hurry(Duration.ofMillis(300), Duration.ofSeconds(20)));
    registry.leaveUnread("/v2/app/blobs/uploads/.+");
    // More than the buffers of both sockets hold: the sender is stuck in the middle.
    byte[] content = new byte[32 << 20];
    assertTooLong(() -> hurried.pushBlob(Descriptor.of("a/b", content), content));
  }

  @Test
  void endsAnAnswerThatDripsForEver() {
    RegistryStore hurried = open(hurry(Duration.ofSeconds(20), Duration.ofMillis(300)));
    registry.fault("GET", MANIFESTS, 99, answer -> answer.slowly(150));
    assertTooLong(() -> hurried.resolve(reference(":v1")));
  }

  static RegistrySettings hurry(Duration silence, Duration call) {
    return RegistryContract.QUICK
        .withRetries(new Retries(2, Duration.ZERO, Duration.ZERO))
        .withDeadlines(new Deadlines(Duration.ofSeconds(20), silence, call));
  }

  /** Which of the deadlines strikes first depends on the load of the machine. */
  static void assertTooLong(Executable action) {
    String message = String.valueOf(failure(action).getMessage());
    assertTrue(
        message.contains("nothing came for")
            || message.contains("no answer for")
            || message.contains("took too long in all"),
        message);
  }

  @Test
  void waitsForASlowAnswerThatMoves() throws Exception {
    registry.fault("GET", MANIFESTS, 1, answer -> answer.slowly(20));
    assertEquals(image.digest(), store.resolve(reference(":v1")).digest());
  }

  @Test
  void refusesAManifestThatWasChanged() {
    registry.fault(
        "GET", MANIFESTS, 1, answer -> answer.flipped(3).without("Docker-Content-Digest"));
    FormatException e = assertThrows(FormatException.class, () -> store.fetchManifest(image));
    assertTrue(String.valueOf(e.getMessage()).contains("digest differs"));
    registry.fault("GET", MANIFESTS, 1, answer -> answer.flipped(3));
    assertThrows(FormatException.class, () -> store.resolve(reference(":v1")));
    Descriptor longer = Descriptor.of(MANIFEST, image.digest(), image.size() + 1);
    assertThrows(FormatException.class, () -> store.fetchManifest(longer));
  }

  @Test
  void refusesBlobsOfAnotherSizeBeforeReadingThem() {
    registry.fault("GET", BLOBS, 1, answer -> answer.withBody(Arrays.copyOf(CONTENT, 300_000)));
    FormatException e = assertThrows(FormatException.class, () -> store.openBlob(BLOB));
    assertTrue(String.valueOf(e.getMessage()).endsWith("300000 bytes, expected 200000"));
  }

  @Test
  void refusesAnEndlessManifest() {
    registry.fault("GET", MANIFESTS, 1, answer -> answer.withBody(new byte[5 << 20]));
    assertThrows(FormatException.class, () -> store.resolve(reference(":v1")));
  }

  @Test
  void saysThatDockersFirstSchemaIsNotSupported() {
    registry.fault(
        "GET",
        MANIFESTS,
        1,
        answer ->
            answer
                .without("Content-Type")
                .with("Content-Type", "application/vnd.docker.distribution.manifest.v1+prettyjws"));
    assertThrows(UnsupportedFeatureException.class, () -> store.resolve(reference(":v1")));
  }

  @Test
  void takesTheTypeFromTheManifestWhenTheRegistrySaysNothing() throws Exception {
    registry.fault("GET", MANIFESTS, 1, answer -> answer.without("Content-Type"));
    assertEquals(MANIFEST, store.resolve(reference(":v1")).mediaType());
    registry.fault(
        "GET",
        MANIFESTS,
        1,
        answer ->
            answer.without("Content-Type").with("Content-Type", MANIFEST + "; charset=utf-8"));
    assertEquals(MANIFEST, store.resolve(reference(":v1")).mediaType());
  }

  @Test
  void followsRedirectsOfBlobs() throws Exception {
    registry.serve("/elsewhere", Answer.of(200, CONTENT));
    registry.fault("GET", BLOBS, 1, answer -> Answer.of(307).with("Location", "/elsewhere"));
    assertArrayEquals(CONTENT, store.fetchBlob(BLOB, CONTENT.length));
  }

  @Test
  void endsRedirectsInACircle() {
    registry.serve("/loop", Answer.of(302).with("Location", "/loop"));
    registry.fault("GET", BLOBS, 1, answer -> Answer.of(307).with("Location", "/loop"));
    failure(() -> store.fetchBlob(BLOB, CONTENT.length));
    assertEquals(5, registry.count("GET", "/loop"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://x/y", "file:///etc/passwd", "http://", "no url", "//"})
  void refusesRedirectsToSomethingElse(String location) {
    registry.fault("GET", BLOBS, 1, answer -> Answer.of(307).with("Location", location));
    failure(() -> store.fetchBlob(BLOB, CONTENT.length));
  }

  @Test
  void refusesPagesInACircleAndOnOtherHosts() {
    UnaryOperator<Answer> circle =
        answer -> answer.with("Link", "</v2/app/tags/list>; rel=\"next\"");
    registry.fault("GET", "/v2/app/tags/list", 99, circle);
    assertTrue(String.valueOf(failure(() -> store.tags()).getMessage()).contains("in a circle"));
    registry.fault(
        "GET",
        "/v2/app/referrers/.*",
        99,
        answer -> answer.with("Link", "<http://localhost:1/x>; rel=next"));
    assertTrue(
        String.valueOf(failure(() -> store.referrers(image.digest())).getMessage())
            .contains("on another host"));
  }

  @Test
  void refusesMorePagesThanAnyImageNeeds() {
    int[] page = {0};
    registry.fault(
        "GET",
        "/v2/app/tags/list",
        999,
        answer -> answer.with("Link", "</v2/app/tags/list?n=%d>; rel=next".formatted(page[0]++)));
    assertTrue(
        String.valueOf(failure(() -> store.tags()).getMessage()).contains("more than 64 pages"));
  }

  @Test
  void pushesAgainWhatFailedInTheMiddle() throws Exception {
    byte[] fresh = "fresh".getBytes(UTF_8);
    Descriptor blob = Descriptor.of("a/b", fresh);
    registry.fault("PUT", ".*uploads.*", 1, answer -> Answer.of(503));
    registry.fault("POST", ".*uploads.*", 1, answer -> Answer.of(429));
    registry.fault("PUT", MANIFESTS, 1, answer -> Answer.of(500));
    store.pushBlob(blob, fresh);
    assertTrue(store.hasBlob(blob));
    Manifest seal = Manifest.artifact("a/b", List.of(), image, Map.of());
    store.pushManifest(seal.descriptor(), seal.bytes(), Optional.empty());
    assertEquals(1, store.referrers(image.digest()).size());
  }

  @Test
  void pushesSeveralBlobsAtATime() throws Exception {
    Map<Descriptor, BlobSource> blobs = new LinkedHashMap<>();
    for (int i = 0; i < 20; i++) {
      byte[] content = {1, (byte) i};
      blobs.put(Descriptor.of("a/b", content), BlobSource.of(content));
    }
    registry.fault("PUT", ".*uploads.*", 2, answer -> Answer.of(503));
    store.pushBlobs(blobs);
    for (Descriptor blob : blobs.keySet()) {
      assertTrue(store.hasBlob(blob));
    }
  }

  @Test
  void saysWhichOfSeveralBlobsWasRefused() {
    Map<Descriptor, BlobSource> blobs = new LinkedHashMap<>();
    for (int i = 0; i < 20; i++) {
      byte[] content = {2, (byte) i};
      BlobSource other = BlobSource.of(new byte[] {3, (byte) i});
      blobs.put(Descriptor.of("a/b", content), i == 11 ? other : BlobSource.of(content));
    }
    FormatException e = assertThrows(FormatException.class, () -> store.pushBlobs(blobs));
    Descriptor wrong = Descriptor.of("a/b", new byte[] {2, 11});
    assertTrue(String.valueOf(e.getMessage()).contains(wrong.digest().hex()), e.getMessage());
    registry.fault("POST", ".*uploads.*", 99, answer -> Answer.error(403, "DENIED", "not yours"));
    Map<Descriptor, BlobSource> more =
        Map.of(BLOB, BlobSource.of(CONTENT), wrong, BlobSource.of(new byte[] {2, 11}));
    assertEquals(
        store.name() + ": 403: not allowed: DENIED not yours",
        failure(() -> store.pushBlobs(more)).getMessage());
  }

  @Test
  void pushesNothingOfContentThatChangedMeanwhile() {
    Descriptor blob = Descriptor.of("a/b", new byte[100_000]);
    byte[] other = new byte[100_000];
    other[99_999] = 1;
    int[] opened = {0};
    assertThrows(
        FormatException.class,
        () ->
            store.pushBlob(
                blob,
                () -> {
                  opened[0]++;
                  return new ByteArrayInputStream(other);
                }));
    assertEquals(1, opened[0]);
    assertThrows(RegistryException.class, () -> store.openBlob(blob));
  }

  @Test
  void saysThatTheRegistryStoredSomethingElse() {
    Digest other = Digest.sha256(new byte[1]);
    registry.fault(
        "PUT",
        MANIFESTS,
        1,
        answer ->
            answer
                .without("Docker-Content-Digest")
                .with("Docker-Content-Digest", other.toString()));
    Manifest seal = Manifest.artifact("a/b", List.of(), image, Map.of());
    failure(() -> store.pushManifest(seal.descriptor(), seal.bytes(), Optional.empty()));
  }

  @Test
  void asksThroughAProxy() throws Exception {
    RegistryStore distant =
        RegistryStore.open(
            Reference.parse("registry.invalid/app"),
            RegistryContract.QUICK
                .withPlainHttp(true)
                .withProxies(
                    new UserEnvironment(
                            Map.of("http_proxy", registry.url()), java.nio.file.Path.of(""))
                        .proxies()));
    assertArrayEquals(CONTENT, distant.fetchBlob(BLOB, CONTENT.length));
    assertEquals(Optional.of("registry.invalid"), registry.requests().get(0).header("Host"));
  }

  @Test
  void fetchesAManifestOnceThatItJustResolved() throws Exception {
    Descriptor found = store.resolve(reference(":v1"));
    byte[] first = store.fetchManifest(found);
    first[0] = 0;
    assertEquals('{', store.fetchManifest(found)[0]);
    assertEquals(1, registry.count("GET", MANIFESTS));
  }

  @Test
  void saysThatNobodyListens() {
    registry.close();
    String message = failure(() -> store.resolve(reference(":v1"))).getMessage();
    assertEquals(
        "GET %s/v2/app/manifests/v1: cannot connect, tried 3 times".formatted(registry.url()),
        message);
  }

  private static RegistryException failure(Executable action) {
    return assertThrows(RegistryException.class, action);
  }
}
