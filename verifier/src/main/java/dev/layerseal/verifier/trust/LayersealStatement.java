package dev.layerseal.verifier.trust;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.json.JsonObject;
import dev.layerseal.x509.CertificateChain;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One statement of {@link LayersealPolicy}. Each part that is there is asked for on top of what
 * notation's policy asks for.
 *
 * @param level raises single actions, and never lowers one
 * @param stores of which one certificate at least must be in the chain; none where that is open
 * @param identities of which the signer must be one
 * @param signers of which so many must have signed
 * @param sealsRequired whether every layer must have a seal
 */
public record LayersealStatement(
    String name,
    List<ScopePattern> scopes,
    Optional<VerificationLevel> level,
    List<StoreName> stores,
    Optional<TrustedIdentities> identities,
    Optional<SignerThreshold> signers,
    boolean sealsRequired) {

  private static final String NAME = "name";
  private static final String SCOPES = "registryScopes";
  private static final String VERIFICATION = "signatureVerification";
  private static final String STORES = "trustStores";
  private static final String IDENTITIES = "trustedIdentities";
  private static final String SIGNERS = "signers";
  private static final String SEALS = "dmVerity";

  public LayersealStatement {
    scopes = List.copyOf(scopes);
    stores = List.copyOf(stores);
  }

  static LayersealStatement decode(JsonObject json) throws FormatException {
    json.refuseOthers(Set.of(NAME, SCOPES, VERIFICATION, STORES, IDENTITIES, SIGNERS, SEALS));
    String name = json.string(NAME);
    if (name.isEmpty()) {
      throw json.malformed(NAME, "is empty");
    }
    try {
      LayersealStatement statement =
          new LayersealStatement(
              name,
              scopes(json),
              level(json),
              stores(json),
              identities(json),
              signers(json),
              seals(json));
      if (json.members().size() == 2) {
        throw json.malformed("it asks for nothing");
      }
      return statement;
    } catch (FormatException e) {
      throw e.at("statement \"%s\"".formatted(name));
    }
  }

  /** Why the signer of {@code chain} does not do, beside what the other policy says. */
  Optional<String> fault(CertificateChain chain, StoreType type, TrustStore store)
      throws LayersealException, IOException {
    if (!stores.isEmpty()) {
      List<X509Certificate> anchors = new ArrayList<>();
      for (StoreName name : stores) {
        if (name.type() == type) {
          anchors.addAll(store.certificates(name));
        }
      }
      if (chain.certificates().stream().noneMatch(anchors::contains)) {
        return Optional.of(
            "%s: statement \"%s\": no certificate of the chain is in the trust stores %s"
                .formatted(LayersealPolicy.FILE, name, stores));
      }
    }
    return identities
        .flatMap(trusted -> trusted.fault(chain.leaf()))
        .map(why -> "%s: statement \"%s\": %s".formatted(LayersealPolicy.FILE, name, why));
  }

  /**
   * The statement as notation's policy would have it, for a repository that has none there.
   *
   * @return nothing when it does not say whom to trust
   */
  Optional<PolicyStatement> alone() {
    Optional<TrustedIdentities> trusted =
        identities.or(() -> signers.map(SignerThreshold::signers));
    if (stores.isEmpty() || trusted.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new PolicyStatement(
            name,
            scopes.stream().map(ScopePattern::text).toList(),
            level.orElse(VerificationLevel.STRICT),
            TimestampRule.ALWAYS,
            stores,
            trusted.get()));
  }

  private static List<ScopePattern> scopes(JsonObject json) throws FormatException {
    List<ScopePattern> scopes = new ArrayList<>();
    for (String text : json.array(SCOPES).strings()) {
      scopes.add(ScopePattern.parse(text));
    }
    if (scopes.isEmpty()) {
      throw json.malformed(SCOPES, "is empty");
    }
    return scopes;
  }

  private static Optional<VerificationLevel> level(JsonObject json) throws FormatException {
    Optional<JsonObject> verification = json.optionalObject(VERIFICATION);
    if (verification.isEmpty()) {
      return Optional.empty();
    }
    verification.get().refuseOthers(Set.of("level"));
    String name = verification.get().string("level");
    Optional<VerificationLevel> level =
        VerificationLevel.named(name).filter(one -> !one.skipsEverything());
    if (level.isEmpty()) {
      throw verification
          .get()
          .malformed("level", "is \"%s\", expected strict, permissive or audit".formatted(name));
    }
    return level;
  }

  private static List<StoreName> stores(JsonObject json) throws FormatException {
    List<StoreName> stores = new ArrayList<>();
    for (String text : json.strings(STORES)) {
      stores.add(StoreName.parse(text));
    }
    if (stores.isEmpty() && json.has(STORES)) {
      throw json.malformed(STORES, "is empty");
    }
    return stores;
  }

  private static Optional<TrustedIdentities> identities(JsonObject json) throws FormatException {
    if (!json.has(IDENTITIES)) {
      return Optional.empty();
    }
    List<String> texts = json.strings(IDENTITIES);
    if (texts.isEmpty()) {
      throw json.malformed(IDENTITIES, "is empty");
    }
    return Optional.of(TrustedIdentities.parse(texts));
  }

  private static Optional<SignerThreshold> signers(JsonObject json) throws FormatException {
    Optional<JsonObject> signers = json.optionalObject(SIGNERS);
    return signers.isPresent()
        ? Optional.of(SignerThreshold.decode(signers.get()))
        : Optional.empty();
  }

  private static boolean seals(JsonObject json) throws FormatException {
    Optional<String> text = json.optionalString(SEALS);
    if (text.isPresent() && !text.get().equals("require")) {
      throw json.malformed(SEALS, "is \"%s\", expected require".formatted(text.get()));
    }
    return text.isPresent();
  }
}
