package dev.layerseal.seal;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.json.JsonObject;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.pkcs7.SignedData;
import dev.layerseal.verity.RootHash;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The entry of a seal manifest that stands for one layer. Every fact stands here at least twice, in
 * annotations and in the blob; {@link #open} holds them against each other.
 *
 * @param descriptor names the blob
 * @param signatureText the message in base64 as the annotation has it, where the form has one
 */
public record SealEntry(
    SealForm form,
    Digest layer,
    RootHash rootHash,
    Descriptor descriptor,
    Optional<String> signatureText) {

  /** Largest signature blob that is read; consumers take no more. */
  public static final int MAX_BLOB = 4 << 20;

  private static final byte JSON = '{';

  static SealEntry decode(SealForm form, Descriptor descriptor)
      throws FormatException, UnsupportedFeatureException {
    Digest layer = Digest.parse(required(descriptor, form.layerKey()));
    RootHash rootHash = RootHash.parse(required(descriptor, form.rootHashKey()));
    Optional<String> text =
        form.signatureKey().isEmpty()
            ? Optional.empty()
            : Optional.of(required(descriptor, form.signatureKey().get()));
    return new SealEntry(form, layer, rootHash, descriptor, text);
  }

  /** The entry for a new seal; its blob is {@code seal.signature().encode()}. */
  static SealEntry of(SealForm form, LayerSeal seal, int number) {
    byte[] blob = seal.signature().encode();
    String text = Base64.getEncoder().encodeToString(blob);
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put(form.layerKey(), seal.layer().toString());
    annotations.put(form.rootHashKey(), seal.rootHash().toString());
    form.signatureKey().ifPresent(key -> annotations.put(key, text));
    if (form == SealForm.CONTAINERD) {
      annotations.put(
          "signature.blob.name", "signature_for_layer_%s.json".formatted(seal.layer().hex()));
    }
    if (form == SealForm.PROPOSAL) {
      annotations.put("org.opencontainers.image.title", "layer-%d.pkcs7.sig".formatted(number));
    }
    return new SealEntry(
        form,
        seal.layer(),
        seal.rootHash(),
        Descriptor.of(form.blobType(), blob).withAnnotations(annotations),
        form.signatureKey().map(key -> text));
  }

  /**
   * The seal, out of the blob that {@link #descriptor} names.
   *
   * @throws FormatException when blob and annotations do not say the same
   * @throws UnsupportedFeatureException when the message has a form that is not read
   */
  public LayerSeal open(byte[] blob) throws LayersealException {
    byte[] der = blob.length > 0 && blob[0] == JSON ? unwrap(blob) : blob;
    if (signatureText.isPresent()
        && !signatureText.get().equals(Base64.getEncoder().encodeToString(der))) {
      throw malformed("the signature in the annotation is not the one in the blob");
    }
    return new LayerSeal(layer, rootHash, SignedData.decode(der));
  }

  /** Form B0: {@code {"layer_digest":..,"root_hash":..,"signature":base64}}. */
  private byte[] unwrap(byte[] blob) throws FormatException {
    if (form != SealForm.CONTAINERD) {
      throw malformed("the blob is JSON, expected a PKCS#7 message");
    }
    JsonObject json = JsonObject.parse(blob);
    same("layer_digest", layer.toString(), json.string("layer_digest"));
    same("root_hash", rootHash.toString(), json.string("root_hash"));
    try {
      return Base64.getDecoder().decode(json.string("signature"));
    } catch (IllegalArgumentException e) {
      throw new FormatException("the seal of layer " + layer + ": signature is not base64", e);
    }
  }

  private void same(String member, String expected, String actual) throws FormatException {
    if (!expected.equals(actual)) {
      throw malformed(
          "%s in the blob is %s, the annotation says %s".formatted(member, actual, expected));
    }
  }

  private FormatException malformed(String why) {
    return new FormatException("the seal of layer " + layer + ": " + why);
  }

  private static String required(Descriptor descriptor, String key) throws FormatException {
    return descriptor
        .annotation(key)
        .orElseThrow(
            () ->
                new FormatException(
                    "entry %s has no annotation %s".formatted(descriptor.digest(), key)));
  }
}
