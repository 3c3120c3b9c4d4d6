package dev.layerseal.notary;

import dev.layerseal.error.FormatException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonLimits;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.x509.CertificateChain;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The flattened JSON form of a JWS (RFC 7515 section 7.2.2).
 *
 * <pre>
 * {"payload":"base64url","protected":"base64url",
 *  "header":{"io.cncf.notary.timestampSignature":"base64","x5c":["base64",..],
 *            "io.cncf.notary.signingAgent":".."},
 *  "signature":"base64url"}
 * </pre>
 */
final class JwsEnvelope {

  private static final String PAYLOAD = "payload";
  private static final String PROTECTED = "protected";
  private static final String HEADER = "header";
  private static final String SIGNATURE = "signature";
  private static final String X5C = "x5c";
  private static final Set<String> MEMBERS = Set.of(PAYLOAD, PROTECTED, HEADER, SIGNATURE);

  private JwsEnvelope() {}

  static SignatureEnvelope decode(byte[] bytes) throws FormatException {
    JsonObject envelope =
        JsonObject.parse(bytes, JsonLimits.DEFAULT.withBytes(SignatureEnvelope.MAX_LENGTH));
    envelope.refuseOthers(MEMBERS);
    JwsHeader header = header(url(envelope, PROTECTED));
    JsonObject unsigned = envelope.object(HEADER);
    String signedText = envelope.string(PROTECTED) + "." + envelope.string(PAYLOAD);
    return new SignatureEnvelope(
        EnvelopeFormat.JWS,
        header.algorithm(),
        header.contentType(),
        header.attributes(),
        unsigned(unsigned),
        CertificateChain.decode(certificates(unsigned)),
        url(envelope, PAYLOAD),
        url(envelope, SIGNATURE),
        signedText.getBytes(StandardCharsets.US_ASCII));
  }

  static byte[] signingInput(byte[] protectedHeader, byte[] payload) {
    return (text(protectedHeader) + "." + text(payload)).getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] encode(
      byte[] protectedHeader,
      byte[] payload,
      byte[] signature,
      CertificateChain chain,
      UnsignedAttributes unsigned) {
    Base64.Encoder encoder = Base64.getEncoder();
    JsonObjectBuilder header =
        JsonObject.builder()
            .put(HeaderName.TIMESTAMP, unsigned.timestamp().map(encoder::encodeToString))
            .put(
                X5C,
                JsonArray.ofStrings(chain.encode().stream().map(encoder::encodeToString).toList()))
            .put(HeaderName.SIGNING_AGENT, unsigned.signingAgent());
    return JsonObject.builder()
        .put(PAYLOAD, text(payload))
        .put(PROTECTED, text(protectedHeader))
        .put(HEADER, header.build())
        .put(SIGNATURE, text(signature))
        .build()
        .encode();
  }

  private static JwsHeader header(byte[] json) throws FormatException {
    try {
      return JwsHeader.decode(json);
    } catch (FormatException e) {
      throw e.at("protected header");
    }
  }

  private static UnsignedAttributes unsigned(JsonObject header) throws FormatException {
    Optional<String> timestamp = header.optionalString(HeaderName.TIMESTAMP);
    return new UnsignedAttributes(
        timestamp.isPresent()
            ? Optional.of(base64(HeaderName.TIMESTAMP, timestamp.get()))
            : Optional.empty(),
        header.optionalString(HeaderName.SIGNING_AGENT));
  }

  private static List<byte[]> certificates(JsonObject header) throws FormatException {
    List<byte[]> certificates = new ArrayList<>();
    for (String text : header.array(X5C).strings()) {
      certificates.add(base64(X5C, text));
    }
    return certificates;
  }

  private static byte[] base64(String name, String text) throws FormatException {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new FormatException("%s is not base64".formatted(name), e);
    }
    throw new FormatException("%s is base64 in another spelling".formatted(name));
  }

  private static byte[] url(JsonObject envelope, String name) throws FormatException {
    String text = envelope.string(name);
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      if (bytes.length > 0 && text(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new FormatException("%s is not base64url".formatted(name), e);
    }
    throw new FormatException("%s is empty, or base64url in another spelling".formatted(name));
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
