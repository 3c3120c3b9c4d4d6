package dev.layerseal.verifier.trust;

import dev.layerseal.error.FormatException;
import dev.layerseal.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what the statements of both kinds of policy have in common. */
final class StatementReader {

  private static final List<String> MEMBERS =
      List.of(
          "name",
          "registryScopes",
          "globalPolicy",
          "signatureVerification",
          "trustStores",
          "trustedIdentities");
  private static final List<String> VERIFICATION_MEMBERS =
      List.of("level", "override", "verifyTimestamp");

  private StatementReader() {}

  static PolicyStatement read(JsonObject json, List<String> scopes) throws FormatException {
    refuseOtherCase(json, MEMBERS);
    String name = json.string("name");
    if (name.isEmpty()) {
      throw json.malformed("name", "is empty");
    }
    try {
      return statement(json, name, scopes);
    } catch (FormatException e) {
      throw e.at("statement \"%s\"".formatted(name));
    }
  }

  private static PolicyStatement statement(JsonObject json, String name, List<String> scopes)
      throws FormatException {
    JsonObject verification = json.object("signatureVerification");
    refuseOtherCase(verification, VERIFICATION_MEMBERS);
    VerificationLevel level = level(verification);
    List<StoreName> stores = stores(json);
    TrustedIdentities identities = TrustedIdentities.parse(json.strings("trustedIdentities"));
    boolean nobody = stores.isEmpty() || identities.texts().isEmpty();
    boolean somebody = !stores.isEmpty() || !identities.texts().isEmpty();
    if (level.skipsEverything() ? somebody : nobody) {
      throw new FormatException(
          level.skipsEverything()
              ? "the level is skip: trustStores and trustedIdentities must be empty"
              : "trustStores and trustedIdentities are both required");
    }
    return new PolicyStatement(
        name, scopes, level, timestampRule(verification), stores, identities);
  }

  /**
   * notation reads members whatever their case; here such a spelling is refused, not passed over.
   */
  static void refuseOtherCase(JsonObject json, List<String> known) throws FormatException {
    for (String member : json.members().keySet()) {
      for (String name : known) {
        if (member.equalsIgnoreCase(name) && !member.equals(name)) {
          throw json.malformed(member, "must be spelled " + name);
        }
      }
    }
  }

  private static VerificationLevel level(JsonObject verification) throws FormatException {
    String name = verification.string("level");
    Optional<VerificationLevel> level = VerificationLevel.named(name);
    if (level.isEmpty()) {
      throw verification.malformed(
          "level", "is \"%s\", expected strict, permissive, audit or skip".formatted(name));
    }
    Map<String, String> overrides = verification.stringMap("override");
    return level.get().override(overrides);
  }

  private static TimestampRule timestampRule(JsonObject verification) throws FormatException {
    String text =
        verification.optionalString("verifyTimestamp").filter(s -> !s.isEmpty()).orElse("always");
    return TimestampRule.named(text)
        .orElseThrow(
            () ->
                verification.malformed(
                    "verifyTimestamp",
                    "is \"%s\", expected always or afterCertExpiry".formatted(text)));
  }

  private static List<StoreName> stores(JsonObject json) throws FormatException {
    List<StoreName> stores = new ArrayList<>();
    for (String text : json.strings("trustStores")) {
      stores.add(StoreName.parse(text));
    }
    return stores;
  }
}
