package dev.layerseal.verifier;

import dev.layerseal.error.LayersealException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.verifier.composefs.ComposefsVerdict;
import dev.layerseal.verifier.notary.ManifestVerdict;
import dev.layerseal.verifier.seal.SealVerdict;
import dev.layerseal.verifier.trust.PolicyStatement;
import java.util.Optional;

/**
 * Everything that {@link ImageVerifier} found out about one image, whatever the answer is. That an
 * image is verified is said only by {@link VerifiedImage}.
 */
public final class ImageVerdict {

  private final Descriptor image;
  private final PolicyStatement statement;
  private final Rules rules;
  private final Optional<ManifestVerdict> signature;
  private final Optional<SealVerdict> seals;
  private final Optional<ComposefsVerdict> composefs;
  private final Optional<LayersealException> refusal;

  /** What was asked about seals of layers, and about those for composefs. */
  record Rules(SealRule seals, SealRule composefs) {}

  /** Only {@link ImageVerifier} decides. */
  ImageVerdict(
      Descriptor image,
      PolicyStatement statement,
      Rules rules,
      Optional<ManifestVerdict> signature,
      Optional<SealVerdict> seals,
      Optional<ComposefsVerdict> composefs,
      Optional<LayersealException> refusal) {
    this.image = image;
    this.statement = statement;
    this.rules = rules;
    this.signature = signature;
    this.seals = seals;
    this.composefs = composefs;
    this.refusal = refusal;
  }

  /** The manifest or index. */
  public Descriptor image() {
    return image;
  }

  /** The statement of the policy that was applied. */
  public PolicyStatement statement() {
    return statement;
  }

  /** What was asked about seals. */
  public SealRule rule() {
    return rules.seals();
  }

  /** What was asked about composefs seals. */
  public SealRule composefsRule() {
    return rules.composefs();
  }

  /** What came of the signatures of the manifest; absent when only the layers were asked about. */
  public Optional<ManifestVerdict> signature() {
    return signature;
  }

  /** What came of the seals; absent when nobody looked at them. */
  public Optional<SealVerdict> seals() {
    return seals;
  }

  /** What came of composefs seals; absent when nobody looked for them. */
  public Optional<ComposefsVerdict> composefs() {
    return composefs;
  }

  /** Why the answer is no, or cannot be given. */
  public Optional<LayersealException> refusal() {
    return refusal;
  }

  /** Whether the policy says that nothing is to be verified. */
  public boolean skipped() {
    return statement.level().skipsEverything();
  }

  /**
   * The verified image.
   *
   * @throws LayersealException the {@link #refusal}, when there is one
   */
  public VerifiedImage orThrow() throws LayersealException {
    return VerifiedImage.of(this);
  }
}
