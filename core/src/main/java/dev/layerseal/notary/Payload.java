package dev.layerseal.notary;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.json.JsonLimits;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.oci.Descriptor;
import java.nio.charset.StandardCharsets;

/**
 * What is signed: the descriptor of the artifact, its annotations being the signer's own metadata.
 *
 * <pre>{"targetArtifact":{"mediaType":..,"digest":..,"size":..,"annotations":{..}}}</pre>
 */
public record Payload(Descriptor targetArtifact) {

  public static final String CONTENT_TYPE = "application/vnd.cncf.notary.payload.v1+json";

  /** The prefix that metadata of users may not have. */
  public static final String RESERVED_PREFIX = "io.cncf.notary";

  private static final int MAX_LENGTH = 1 << 20;
  private static final String TARGET = "targetArtifact";

  /**
   * The payload that {@code json} holds. Members that are not known are passed over, as notation
   * does: the bytes themselves were signed.
   */
  public static Payload decode(byte[] json) throws FormatException, UnsupportedFeatureException {
    try {
      JsonObject payload = JsonObject.parse(json, JsonLimits.DEFAULT.withBytes(MAX_LENGTH));
      return new Payload(Descriptor.decode(payload.object(TARGET)));
    } catch (FormatException e) {
      throw e.at("payload");
    } catch (UnsupportedFeatureException e) {
      throw e.at("payload");
    }
  }

  /** The bytes to be signed: notation sorts the keys in one form and not in the other. */
  public byte[] encode(EnvelopeFormat format) {
    Descriptor plain = targetArtifact.plain().withAnnotations(targetArtifact.annotations());
    JsonObject json = JsonObject.builder().put(TARGET, plain.encode()).build();
    String text =
        format == EnvelopeFormat.JWS ? JsonWriter.canonical(json) : JsonWriter.compact(json);
    return JsonWriter.escapedAsGo(text).getBytes(StandardCharsets.UTF_8);
  }
}
