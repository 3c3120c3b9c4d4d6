package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.signer.ImageSigner;
import dev.layerseal.signer.PreparedComposefsSeal;
import dev.layerseal.signer.PreparedSeals;
import dev.layerseal.signer.RootHashSigner;
import dev.layerseal.signer.SigningKey;
import dev.layerseal.signer.StoredSignatures;
import dev.layerseal.signer.notary.NotarySignature;
import dev.layerseal.signer.notary.NotarySigner;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Signs the images of a reference: everything is computed before anything is pushed. */
final class ImageSigning {

  private final SignCommand command;
  private final SigningKey key;

  ImageSigning(SignCommand command, SigningKey key) {
    this.command = command;
    this.key = key;
  }

  SignReport sign(String text) throws LayersealException, IOException {
    ImageReference reference = command.registry.parse(text);
    try (ImageStore store = command.registry.open(reference, command.referrersTag.always)) {
      Descriptor top = store.resolve(reference);
      List<SignaturePlan> plans = new ArrayList<>();
      try {
        for (Descriptor image : command.platforms.select(store, top, true)) {
          plans.add(plan(reference, store, image));
        }
        if (!command.dryRun) {
          push(store, plans);
        }
      } finally {
        for (SignaturePlan plan : plans) {
          plan.close();
        }
      }
      return new SignReport(reference, plans, command.dryRun);
    }
  }

  private static void push(ImageStore store, List<SignaturePlan> plans)
      throws LayersealException, IOException {
    for (SignaturePlan plan : plans) {
      plan.pushSeals(store);
    }
    for (SignaturePlan plan : plans) {
      plan.pushSignature(store);
    }
  }

  private SignaturePlan plan(ImageReference reference, ImageStore store, Descriptor image)
      throws LayersealException, IOException {
    Instant now = command.now();
    Optional<PreparedSeals> sealed =
        command.sealed(image) ? Optional.of(seals(reference, store, image, now)) : Optional.empty();
    Optional<PreparedComposefsSeal> composefsSeal =
        command.composefsSealed(image)
            ? Optional.of(composefsSeal(store, image))
            : Optional.empty();
    if (command.seals.layersOnly || command.composefs.composefsOnly) {
      return new SignaturePlan(image, sealed, composefsSeal, Optional.empty(), Optional.empty());
    }
    Optional<Digest> kept = command.force ? Optional.empty() : stored(store, image, now);
    Optional<NotarySignature> signature =
        kept.isPresent()
            ? Optional.empty()
            : Optional.of(signer().sign(image, command.notary.notary(command.shape()), now));
    return new SignaturePlan(image, sealed, composefsSeal, signature, kept);
  }

  private PreparedSeals seals(
      ImageReference reference, ImageStore store, Descriptor image, Instant now)
      throws LayersealException, IOException {
    ImageSigner signer =
        new ImageSigner(
            new RootHashSigner(key, command.seals.hash()),
            command.conversion.converter(
                reference, command.terminal(), new ProgressBars(command.terminal())),
            command.requests(),
            command.force);
    PreparedSeals prepared = signer.prepare(store, image, now);
    command.lint(key);
    return prepared;
  }

  private PreparedComposefsSeal composefsSeal(ImageStore store, Descriptor image)
      throws LayersealException, IOException {
    try (ProgressBars progress = new ProgressBars(command.terminal())) {
      PreparedComposefsSeal seal =
          command
              .composefs
              .signer(key, command.conversion.limits.settings(progress), command.force)
              .prepare(store, image);
      command.lint(key);
      return seal;
    }
  }

  private Optional<Digest> stored(ImageStore store, Descriptor image, Instant now)
      throws LayersealException, IOException {
    return key.certificatesKnown()
        ? new StoredSignatures(store, image)
            .same(
                key.certificateChain().leaf(),
                command.notary.format(),
                command.notary.metadata,
                now)
        : Optional.empty();
  }

  private NotarySigner signer() throws LayersealException, IOException {
    return new NotarySigner(key, command.notary.timestamper(command.clock));
  }
}
