package dev.layerseal.verifier.notary;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.layerseal.error.LayersealException;
import dev.layerseal.oci.Reference;
import dev.layerseal.oci.registry.RegistrySettings;
import dev.layerseal.oci.registry.RegistryStore;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.testdata.registry.FaultyRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes the list of referrers under its tag: it may hide signatures, and never make one good. */
class ListManipulationTest {

  @TempDir Path folder;

  @Test
  void takesOnlyWhatTheManifestItselfSays() throws Exception {
    Verdicts verdicts = new Verdicts(folder);
    List<String> wrong = new ArrayList<>();
    try (FaultyRegistry registry = FaultyRegistry.start().referrersApi(false)) {
      for (ListManipulation manipulation : ListManipulation.all()) {
        String repository = push(registry, manipulation);
        String found = ours(verdicts, repository);
        if (!found.equals(manipulation.expected())) {
          wrong.add(manipulation.name() + ": " + found);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  @Tag("interop")
  void notationSaysOfEachListWhatTheTableSays() throws Exception {
    Verdicts verdicts = new Verdicts(folder);
    List<String> wrong = new ArrayList<>();
    try (FaultyRegistry registry = FaultyRegistry.start().referrersApi(false)) {
      for (ListManipulation manipulation : ListManipulation.all()) {
        String repository = push(registry, manipulation);
        boolean taken = verdicts.notation("--insecure-registry", repository);
        if (taken != manipulation.notation().equals(Manipulation.ACCEPTED)) {
          wrong.add(manipulation.name() + ": " + (taken ? "accepted" : "refused"));
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static String push(FaultyRegistry registry, ListManipulation manipulation) {
    String repository = "r" + manipulation.name().hashCode();
    manipulation.push(registry, repository);
    return registry.address() + "/" + repository;
  }

  private static String ours(Verdicts verdicts, String repository) throws Exception {
    try (ImageStore store =
        RegistryStore.open(
            Reference.parse(repository), RegistrySettings.DEFAULT.withPlainHttp(true))) {
      return accepted(verdicts, store) ? Manipulation.ACCEPTED : Manipulation.REFUSED;
    }
  }

  private static boolean accepted(Verdicts verdicts, ImageStore store) throws IOException {
    try {
      return verdicts.ours(store).accepted().isPresent();
    } catch (LayersealException e) {
      return false;
    }
  }
}
