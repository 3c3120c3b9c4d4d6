package dev.layerseal.oci.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.MediaType;
import dev.layerseal.testdata.registry.FaultyRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RegistryStoreTest extends RegistryContract {

  @Test
  void readsAllPages() throws Exception {
    registry.pageSize(2);
    Descriptor image = pushImage("v1", LAYER).descriptor();
    for (int i = 0; i < 7; i++) {
      pushSeal(image, "application/x", Map.of("n", "" + i));
      pushImage("t" + i, new byte[] {(byte) i});
    }
    assertEquals(7, store.referrers(image.digest()).size());
    assertEquals(8, store.tags().size());
    assertTrue(registry.requests().stream().noneMatch(r -> r.query().contains("artifactType")));
  }

  @Test
  void writesTheTagSchemaOnlyWithoutTheApi() throws Exception {
    Descriptor image = pushImage("v1", LAYER).descriptor();
    Descriptor first = pushSeal(image, "application/x", Map.of("n", "1"));
    assertEquals(List.of("v1"), registry.tags("some/app"));
    registry.referrersApi(false);
    Descriptor second = pushSeal(image, "application/x", Map.of("n", "2"));
    assertEquals(Set.of("v1", tag(image)), new TreeSet<>(registry.tags("some/app")));
    registry.referrersApi(true);
    assertEquals(
        new TreeSet<>(Set.of(first.digest(), second.digest())),
        digests(store.referrers(image.digest())));
  }

  @Test
  void namesTheKindInTheTagSchema() throws Exception {
    registry.referrersApi(false);
    Descriptor image = pushImage("v1", LAYER).descriptor();
    pushSeal(image, "application/x", Map.of("a", "b"));
    Descriptor entry = store.referrers(image.digest()).get(0);
    assertEquals("application/x", entry.artifactType().orElseThrow());
    assertEquals(Map.of("a", "b"), entry.annotations());
  }

  @Test
  void doesNotBelieveTheHeaderOfThePush() throws Exception {
    Descriptor image = pushImage("v1", LAYER).descriptor();
    registry.referrersApi(false);
    registry.fault(
        "PUT",
        ".*/manifests/.*",
        9,
        answer -> answer.with("OCI-Subject", image.digest().toString()));
    Descriptor seal = pushSeal(image, "application/x", Map.of());
    assertEquals(Set.of(seal.digest()), digests(store.referrers(image.digest())));
    assertTrue(registry.tags("some/app").contains(tag(image)));
  }

  @Test
  void doesNotTakeAnyAnswerForTheReferrersApi() throws Exception {
    Descriptor image = pushImage("v1", LAYER).descriptor();
    registry.fault(
        "GET",
        ".*/referrers/.*",
        99,
        answer -> answer.without("Content-Type").with("Content-Type", "text/html"));
    pushSeal(image, "application/x", Map.of());
    assertTrue(registry.tags("some/app").contains(tag(image)));
  }

  @Test
  void writesItsEntryAgainWhenAnotherWriterRemovedIt() throws Exception {
    registry.referrersApi(false);
    Descriptor image = pushImage("v1", LAYER).descriptor();
    Descriptor lost = pushSeal(image, "application/x", Map.of("n", "1"));
    String other =
        "{'schemaVersion':2,'mediaType':'%s','manifests':[]}".formatted(MediaType.OCI_INDEX);
    registry.fault(
        "PUT",
        ".*/manifests/sha256-.*",
        1,
        answer -> {
          registry.putManifest(
              "some/app", tag(image), MediaType.OCI_INDEX.toString(), FaultyRegistry.json(other));
          return answer;
        });
    Descriptor kept = pushSeal(image, "application/x", Map.of("n", "2"));
    assertEquals(Set.of(kept.digest()), digests(store.referrers(image.digest())));
    assertFalse(lost.digest().equals(kept.digest()));
  }

  @Test
  void asksOnlyOnceForWhatIsThere() throws Exception {
    pushImage("v1", LAYER);
    long uploads = registry.count("POST", ".*/uploads/");
    pushImage("v1", LAYER);
    assertEquals(uploads, registry.count("POST", ".*/uploads/"));
  }

  private static String tag(Descriptor subject) {
    return "sha256-" + subject.digest().hex();
  }
}
