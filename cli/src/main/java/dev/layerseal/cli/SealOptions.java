package dev.layerseal.cli;

import dev.layerseal.pkcs7.DigestAlgorithm;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.seal.SealForm;
import dev.layerseal.signer.SealRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is sealed, and in which forms. */
final class SealOptions {

  private static final Set<SealForm> WRITTEN =
      Set.of(SealForm.NOTARY, SealForm.CONTAINERD, SealForm.PROPOSAL, SealForm.METADATA);

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--dm-verity",
      description = "seal each layer: sign the root hash that a node's kernel asks for")
  boolean dmVerity;

  @Option(names = "--layers-only", description = "seal the layers and leave the manifest unsigned")
  boolean layersOnly;

  @Option(
      names = "--referrer-form",
      paramLabel = "FORM",
      description = {
        "notary, containerd, proposal, or metadata, which adds the index and hash tree of each layer",
        "(with --recipe tar-index-padded); may be repeated (default: by recipe)"
      })
  List<String> forms = new ArrayList<>();

  @Option(
      names = "--signature-hash",
      paramLabel = "NAME",
      defaultValue = "sha256",
      description = "sha256, sha384 or sha512, for the seals (default: sha256)")
  String signatureHash = "sha256";

  boolean seals() {
    return dmVerity || layersOnly;
  }

  DigestAlgorithm hash() {
    return DigestAlgorithm.named(signatureHash)
        .filter(hash -> !hash.weak())
        .orElseThrow(() -> wrong("--signature-hash '" + signatureHash + "': no SHA-2 hash"));
  }

  List<SealRequest> requests(List<Recipe> recipes) {
    List<SealForm> chosen = new ArrayList<>();
    for (String name : forms) {
      chosen.add(
          SealForm.named(name)
              .filter(WRITTEN::contains)
              .orElseThrow(
                  () ->
                      wrong(
                          "--referrer-form '"
                              + name
                              + "': expected notary, containerd, proposal or metadata")));
    }
    List<SealRequest> requests = new ArrayList<>();
    for (Recipe one : recipes) {
      chosen.forEach(form -> check(form, one));
      requests.add(chosen.isEmpty() ? SealRequest.of(one) : new SealRequest(one, chosen));
    }
    return requests;
  }

  private void check(SealForm form, Recipe recipe) {
    if (!form.takes(recipe)) {
      throw wrong(
          "--referrer-form %s goes with --recipe tar-index-padded, not with %s"
              .formatted(form, recipe));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
