package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.signer.ImageSigner;
import dev.layerseal.signer.RootHashSigner;
import dev.layerseal.signer.notary.NotarySigner;
import dev.layerseal.signer.outside.CertificateOnly;
import dev.layerseal.signer.outside.PreparedFolder;
import dev.layerseal.signer.outside.SigningTask;
import dev.layerseal.verity.RootHash;
import dev.layerseal.x509.SignatureScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The first half of signing elsewhere: computes every message that the key has to sign. */
final class SignPreparation {

  private final SignCommand command;
  private final CertificateOnly key;
  private final Instant now;
  private final List<String> targets = new ArrayList<>();
  private final List<SigningTask> tasks = new ArrayList<>();

  SignPreparation(SignCommand command, CertificateOnly key, Instant now) {
    this.command = command;
    this.key = key;
    this.now = now;
  }

  /** Adds the messages of one reference. */
  void add(String text) throws LayersealException, IOException {
    ImageReference reference = command.registry.parse(text);
    try (ImageStore store = command.registry.open(reference)) {
      Descriptor top = store.resolve(reference);
      for (Descriptor image : command.platforms.select(store, top, true)) {
        targets.add(reference.withDigest(image.digest()).toString());
        if (command.sealed(image)) {
          addSeals(reference, store, image);
        }
        if (!command.seals.layersOnly) {
          addManifest(image);
        }
      }
    }
  }

  private void addSeals(ImageReference reference, ImageStore store, Descriptor image)
      throws LayersealException, IOException {
    ImageSigner signer =
        new ImageSigner(
            new RootHashSigner(key, command.seals.hash()),
            command.conversion.converter(
                reference, command.terminal(), new ProgressBars(command.terminal())),
            command.requests(),
            true);
    SignatureScheme scheme =
        SignatureScheme.pkcs7(key.keySpec(), command.seals.hash().digestName());
    for (RootHash rootHash : signer.rootHashes(store, image)) {
      add("seal", rootHash.signedText(), scheme);
    }
  }

  private void addManifest(Descriptor image) throws LayersealException, IOException {
    add(
        "manifest",
        NotarySigner.unsigned(key, image, command.notary.notary(command.shape()), now)
            .signingInput(),
        SignatureScheme.notary(key.keySpec()));
  }

  private void add(String kind, byte[] message, SignatureScheme scheme) {
    boolean known =
        tasks.stream()
            .anyMatch(
                task ->
                    task.scheme().equals(scheme)
                        && java.util.Arrays.equals(task.message(), message));
    if (!known) {
      long number = tasks.stream().filter(task -> task.name().startsWith(kind)).count() + 1;
      tasks.add(new SigningTask(kind + "-" + number, message, scheme));
    }
  }

  /** Writes the folder and says what to do with it. */
  void write(Path folder) throws LayersealException, IOException {
    PreparedFolder prepared =
        new PreparedFolder(
            folder, SignTerms.of(command, now, targets).encode(), key.certificateChain(), tasks);
    Digest digest = prepared.write();
    Terminal terminal = command.terminal();
    if (command.json()) {
      terminal.result(JsonWriter.pretty(report(folder, digest)));
      return;
    }
    targets.forEach(target -> terminal.result("Prepared " + target));
    tasks.forEach(
        task -> terminal.result("  to sign    %s.tbs  %s".formatted(task.name(), task.scheme())));
    terminal.result("  folder     %s  %s".formatted(folder, digest));
    terminal.note("how each file is signed: " + folder.resolve("README.txt"));
  }

  private JsonObject report(Path folder, Digest digest) {
    return JsonObject.builder()
        .put("folder", folder.toString())
        .put("digest", digest.toString())
        .put("targets", JsonArray.ofStrings(targets))
        .put(
            "tasks",
            JsonArray.of(
                tasks.stream()
                    .map(
                        task ->
                            JsonObject.builder()
                                .put("message", task.name() + ".tbs")
                                .put("signature", task.name() + ".sig")
                                .put("algorithm", task.scheme().toString())
                                .build())
                    .toList()))
        .build();
  }
}
