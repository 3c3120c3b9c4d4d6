package dev.layerseal.cli;

import dev.layerseal.error.FormatException;
import dev.layerseal.fsverity.FsVerityAlgorithm;
import dev.layerseal.seal.LayerConverter;
import dev.layerseal.signer.ComposefsSigner;
import dev.layerseal.signer.SigningKey;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whether and how images are sealed for composefs. */
final class ComposefsSealOptions {

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--composefs",
      description = {
        "seal the image for composefs: sign the fs-verity digests of its manifest, its config",
        "and the composefs image of its layers (follows a draft, docs/formats/composefs-seal.md)"
      })
  boolean composefs;

  @Option(
      names = "--composefs-only",
      description = "the same, and leave the signature of the manifest out")
  boolean composefsOnly;

  @Option(
      names = "--composefs-hash",
      paramLabel = "NAME",
      defaultValue = "sha512",
      description = "of fs-verity and of its signatures: sha512 or sha256 (default: sha512)")
  String hash = "sha512";

  @Option(
      names = "--no-certs",
      description = {
        "embed no certificates in the composefs seal, as the draft has it; who verifies has to",
        "trust the signer's certificate itself"
      })
  boolean noCertificates;

  boolean seals() {
    return composefs || composefsOnly;
  }

  ComposefsSigner signer(SigningKey key, LayerConverter.Settings settings, boolean force) {
    return new ComposefsSigner(key, algorithm(), !noCertificates, settings, force);
  }

  /** Refuses what goes with nothing here, before any key is opened. */
  void check() {
    algorithm();
    if (noCertificates && !seals()) {
      throw wrong("--no-certs goes with --composefs");
    }
  }

  private FsVerityAlgorithm algorithm() {
    try {
      return FsVerityAlgorithm.parse(hash);
    } catch (FormatException e) {
      throw wrong("--composefs-hash '" + hash + "': expected sha512 or sha256");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
