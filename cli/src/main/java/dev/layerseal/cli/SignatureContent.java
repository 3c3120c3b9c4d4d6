package dev.layerseal.cli;

import dev.layerseal.error.LayersealException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.notary.Payload;
import dev.layerseal.notary.SignatureEnvelope;
import dev.layerseal.notary.SignatureManifest;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.store.ImageStore;
import java.io.IOException;

/** The content of a Notary Project signature, decoded. */
final class SignatureContent {

  private SignatureContent() {}

  static JsonObject encode(ImageStore store, Descriptor source, Manifest manifest)
      throws LayersealException, IOException {
    SignatureManifest signature = SignatureManifest.decode(manifest);
    byte[] bytes = store.fetchBlob(signature.envelope(), SignatureEnvelope.MAX_LENGTH);
    SignatureEnvelope envelope = SignatureEnvelope.decode(signature.format(), bytes);
    return envelope(signature.format(), envelope)
        .put("digest", source.digest().toString())
        .putTexts("annotations", manifest.annotations())
        .build();
  }

  /** The content of the envelope alone. */
  static JsonObjectBuilder envelope(EnvelopeFormat format, SignatureEnvelope envelope)
      throws LayersealException {
    Descriptor target = Payload.decode(envelope.payload()).targetArtifact();
    JsonObjectBuilder attributes =
        JsonObject.builder()
            .put("contentType", envelope.contentType())
            .put("signingScheme", envelope.attributes().scheme().toString())
            .put("signingTime", envelope.attributes().signingTime().toString());
    envelope.attributes().expiry().ifPresent(expiry -> attributes.put("expiry", expiry.toString()));
    return JsonObject.builder()
        .put("mediaType", format.mediaType())
        .put("signatureAlgorithm", envelope.algorithm().toString())
        .put("signedAttributes", attributes.build())
        .putTexts("userDefinedAttributes", target.annotations())
        .put(
            "certificates",
            JsonArray.of(
                envelope.chain().certificates().stream().map(CertificateJson::encode).toList()))
        .put("signedArtifact", target.plain().encode());
  }
}
