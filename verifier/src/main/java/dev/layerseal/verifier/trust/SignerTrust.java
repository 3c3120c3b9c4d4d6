package dev.layerseal.verifier.trust;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.x509.CertificateChain;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One statement of a policy together with the certificates of its stores: who is trusted, and what
 * follows when a check fails. The signatures of images and the seals of their layers are held
 * against the same one.
 *
 * @param further what {@link LayersealPolicy} asks for on top
 */
public record SignerTrust(
    PolicyStatement statement, TrustStore store, Optional<LayersealStatement> further) {

  public SignerTrust(PolicyStatement statement, TrustStore store) {
    this(statement, store, Optional.empty());
  }

  public Action action(CheckType type) {
    return statement.level().action(type);
  }

  /** Every certificate of the statement's stores of one type; none when it names no such store. */
  public List<X509Certificate> anchors(StoreType type) throws LayersealException, IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (StoreName name : statement.stores(type)) {
      certificates.addAll(store.certificates(name));
    }
    return certificates;
  }

  /**
   * Whether one certificate of {@code chain} is in the stores, and the leaf is a trusted identity.
   * The chain must have been checked: this looks only for its place in the stores.
   */
  public CheckResult authenticity(CertificateChain chain, StoreType type, boolean checkIdentity)
      throws IOException {
    Action action = action(CheckType.AUTHENTICITY);
    try {
      List<X509Certificate> anchors = anchors(type);
      if (chain.certificates().stream().noneMatch(anchors::contains)) {
        return untrusted(action, missing(chain, type, anchors));
      }
      Optional<String> tighter = furtherFault(chain, type);
      if (tighter.isPresent()) {
        return untrusted(action, tighter.get());
      }
    } catch (LayersealException e) {
      return untrusted(action, String.valueOf(e.getMessage()));
    }
    Optional<String> fault =
        checkIdentity ? statement.identities().fault(chain.leaf()) : Optional.empty();
    return fault
        .map(text -> untrusted(action, text))
        .orElse(CheckResult.passed(CheckType.AUTHENTICITY, action));
  }

  /** Why the signer of {@code chain} does not do for {@link #further}. */
  public Optional<String> furtherFault(CertificateChain chain, StoreType type)
      throws LayersealException, IOException {
    return further.isPresent() ? further.get().fault(chain, type, store) : Optional.empty();
  }

  /** How many of which signers are needed, where it is more than one of those trusted. */
  public Optional<SignerThreshold> signers() {
    return further.flatMap(LayersealStatement::signers);
  }

  /**
   * {@code chain} with the issuer of its last certificate from the stores, where that is missing:
   * messages for the kernel may leave the root out.
   */
  public CertificateChain completed(CertificateChain chain) throws LayersealException, IOException {
    X509Certificate last = chain.last();
    if (CertificateChain.issued(last, last)
        || chain.certificates().size() == CertificateChain.MAX_LENGTH) {
      return chain;
    }
    for (X509Certificate anchor : anchors(StoreType.CA)) {
      if (CertificateChain.issued(anchor, last)) {
        List<X509Certificate> longer = new ArrayList<>(chain.certificates());
        longer.add(anchor);
        return new CertificateChain(longer);
      }
    }
    return chain;
  }

  private String missing(CertificateChain chain, StoreType type, List<X509Certificate> anchors) {
    return anchors.isEmpty()
        ? "the policy statement \"%s\" names no store of type %s".formatted(statement.name(), type)
        : "no certificate of the chain is in the trust stores %s (root %s)"
            .formatted(
                statement.stores(type), chain.thumbprints().get(chain.thumbprints().size() - 1));
  }

  private static CheckResult untrusted(Action action, String fault) {
    return CheckResult.failed(CheckType.AUTHENTICITY, action, Reason.UNTRUSTED, fault);
  }
}
