package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.json.JsonString;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.notary.ExtendedAttribute;
import dev.layerseal.notary.Payload;
import dev.layerseal.notary.SignedAttributes;
import dev.layerseal.notary.SigningScheme;
import dev.layerseal.notary.UnsignedAttributes;
import dev.layerseal.notary.UnsignedEnvelope;
import dev.layerseal.signer.KeyFile;
import dev.layerseal.signer.Passwords;
import dev.layerseal.signer.SigningKey;
import dev.layerseal.x509.SignatureScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A plugin of notation that makes whole envelopes, which only a plugin can verify, and that
 * verifies them. Its folder holds key.pem and certificates.pem; it keeps every request there.
 *
 * <p>{@code --plugin-config answer=no} makes it refuse, {@code fault=payload} sign something else.
 */
public final class EnvelopePlugin {

  private EnvelopePlugin() {}

  /** The program that starts it. */
  static String script(Path folder, String classPath) {
    return """
        #!/bin/sh
        cat > '%1$s'/"$1.request"
        exec '%2$s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%3$s' dev.layerseal.cli.EnvelopePlugin '%1$s' "$1"
        """
        .formatted(folder, Path.of(System.getProperty("java.home"), "bin", "java"), classPath);
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    byte[] request = Files.readAllBytes(folder.resolve(arguments[1] + ".request"));
    JsonObject json = JsonObject.parse(request);
    JsonObject answer =
        switch (arguments[1]) {
          case "get-plugin-metadata" -> metadata();
          case "generate-envelope" -> envelope(folder, json);
          case "verify-signature" -> verification(json);
          default -> throw new IllegalArgumentException(arguments[1]);
        };
    System.out.write(JsonWriter.compact(answer).getBytes(UTF_8));
    System.out.flush();
  }

  private static JsonObject metadata() {
    return JsonObject.builder()
        .put("name", "whole")
        .put("description", "makes envelopes")
        .put("version", "1.2.0")
        .put("url", "u")
        .put("supportedContractVersions", JsonArray.ofStrings(List.of("1.0")))
        .put(
            "capabilities",
            JsonArray.ofStrings(
                List.of(
                    "SIGNATURE_GENERATOR.ENVELOPE",
                    "SIGNATURE_VERIFIER.TRUSTED_IDENTITY",
                    "SIGNATURE_VERIFIER.REVOCATION_CHECK")))
        .build();
  }

  private static JsonObject envelope(Path folder, JsonObject request) throws Exception {
    SigningKey key =
        KeyFile.pem(folder.resolve("key.pem"), folder.resolve("certificates.pem"), Passwords.NONE);
    String fault = request.stringMap("pluginConfig").getOrDefault("fault", "");
    String type = request.string("signatureEnvelopeType");
    String text = new String(Base64.getDecoder().decode(request.string("payload")), UTF_8);
    String signed = fault.equals("payload") ? text.replaceFirst("\"size\":", "\"size\":1") : text;
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    OptionalLong expiry = request.optionalInteger("expiryDurationInSeconds");
    SignedAttributes attributes =
        new SignedAttributes(
            SigningScheme.X509,
            now,
            expiry.isPresent() && !fault.equals("expiry")
                ? Optional.of(now.plusSeconds(expiry.getAsLong()))
                : Optional.empty(),
            List.of(
                ExtendedAttribute.critical(ExtendedAttribute.VERIFICATION_PLUGIN, "whole"),
                ExtendedAttribute.critical(
                    ExtendedAttribute.VERIFICATION_PLUGIN_MIN_VERSION, "1.0.0"),
                new ExtendedAttribute("com.example.job", true, new JsonString("42"))));
    UnsignedEnvelope unsigned =
        UnsignedEnvelope.of(
            EnvelopeFormat.ofMediaType(type).orElseThrow(),
            key.keySpec(),
            attributes,
            Payload.decode(signed.getBytes(UTF_8)));
    byte[] signature = key.sign(unsigned.signingInput(), SignatureScheme.notary(key.keySpec()));
    if (fault.equals("signature")) {
      signature[3] ^= 1;
    }
    byte[] envelope =
        unsigned.with(signature, key.certificateChain(), UnsignedAttributes.agent("whole/1.2.0"));
    return JsonObject.builder()
        .put("signatureEnvelope", Base64.getEncoder().encodeToString(envelope))
        .put("signatureEnvelopeType", fault.equals("type") ? "application/x" : type)
        .put("annotations", JsonObject.builder().put("com.example.plugin", "whole").build())
        .build();
  }

  private static JsonObject verification(JsonObject request) throws Exception {
    boolean yes = !request.stringMap("pluginConfig").getOrDefault("answer", "yes").equals("no");
    JsonObjectBuilder results = JsonObject.builder();
    for (String capability : request.object("trustPolicy").strings("signatureVerification")) {
      results.put(
          capability,
          JsonObject.builder().put("success", yes).put("reason", "told to say so").build());
    }
    List<String> attributes = request.object("signature").strings("unprocessedAttributes");
    return JsonObject.builder()
        .put("verificationResults", results.build())
        .put("processedAttributes", JsonArray.ofStrings(attributes))
        .build();
  }
}
