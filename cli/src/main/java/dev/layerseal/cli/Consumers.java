package dev.layerseal.cli;

import dev.layerseal.pkcs7.DigestAlgorithm;
import dev.layerseal.recipe.ImageForm;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.seal.SealForm;
import dev.layerseal.x509.KeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who can use seals: which program reads the form and computes the recipe's root hash. */
final class Consumers {

  private static final Map<String, String> CONTAINERD_FORM =
      Map.of(
          "tar-index-fixed",
          "kata's tardev snapshotter",
          "tar-index",
          "containerd's branch that consumes signatures (enable_tar_index, mkfs options -T0"
              + " --mkfs-time)");

  private static final Map<String, String> NOTARY_FORM =
      Map.of(
          "tar-index",
          "notation verify --dm-verity (RSA-2048, SHA-256); containerd of Azure Container Linux with"
              + " enable_tar_index",
          "full",
          "containerd of Azure Container Linux with mkfs options -T0 --mkfs-time",
          "full-unsorted",
          "containerd of Azure Container Linux with mkfs options -T0 --mkfs-time --sort=none");

  private Consumers() {}

  /** The programs, or nothing when none is known. */
  static List<String> of(Recipe recipe, SealForm form) {
    Map<String, String> known =
        switch (form) {
          case CONTAINERD -> CONTAINERD_FORM;
          case NOTARY -> NOTARY_FORM;
          case METADATA, TAR_INDEX ->
              Map.of("tar-index-padded", "containerd of Azure Container Linux, newest schema");
          case PROPOSAL -> Map.of();
        };
    String name = recipe.toString();
    String plain = name.endsWith("@1.8") ? name.substring(0, name.length() - 4) : name;
    String found = known.get(plain);
    if (found == null) {
      return List.of();
    }
    boolean older = !plain.equals(name);
    return List.of(older ? found + ", with erofs-utils 1.8" : found);
  }

  /** What a node's kernel has to be, measured on Linux 6.1, 6.12 and 7.2. */
  static List<String> kernel(Recipe recipe, KeySpec key, DigestAlgorithm hash) {
    List<String> notes = new ArrayList<>();
    boolean small = recipe.form() == ImageForm.TAR_INDEX;
    notes.add(
        small
            ? "512-byte blocks: mounted by Linux 6.12, not by 6.1"
            : "4096-byte blocks: mounted by Linux 6.1");
    notes.add(
        key.rsa()
            ? "%s with %s: signature accepted since Linux 6.1".formatted(key, hash)
            : "%s with %s: signature accepted by Linux 6.12, not by 6.1".formatted(key, hash));
    return notes;
  }
}
