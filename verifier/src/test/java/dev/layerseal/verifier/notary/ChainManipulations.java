package dev.layerseal.verifier.notary;

import static dev.layerseal.verifier.notary.TestTrust.HEADER;
import static dev.layerseal.verifier.notary.TestTrust.LEAF;
import static dev.layerseal.verifier.notary.TestTrust.PAYLOAD;
import static dev.layerseal.verifier.notary.TestTrust.ROOT;

import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.testdata.CertificateMaker;
import dev.layerseal.testdata.TestIdentity;
import dev.layerseal.verifier.trust.CheckType;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Every certificate of the chain, its place and its fields. */
final class ChainManipulations {

  private static final byte[] NOTHING = {5, 0};

  private final List<Manipulation> all = new ArrayList<>();

  static List<Manipulation> all() {
    ChainManipulations made = new ChainManipulations();
    made.order();
    made.leafProfile();
    made.issuers();
    made.limits();
    made.validity();
    return made.all;
  }

  private void order() {
    TestIdentity other = TestIdentity.root("p384");
    X509Certificate leaf = LEAF.certificate();
    X509Certificate root = ROOT.certificate();
    chain("no root", LEAF, List.of(leaf));
    chain("reversed", LEAF, List.of(root, leaf));
    chain("root twice", LEAF, List.of(leaf, root, root));
    chain("leaf twice", LEAF, List.of(leaf, leaf, root));
    chain("another root", LEAF, List.of(leaf, other.certificate()));
    chain("another leaf's key", ROOT.leaf("second", "p256"), List.of(leaf, root));
    chain("others", LEAF, List.of(other.leaf("x", "p384").certificate(), other.certificate()));
  }

  private void leafProfile() {
    leaf("keyUsage not critical", maker().signsCode().usage(false, 0));
    leaf("no keyUsage", maker().purposes(CertificateMaker.CODE_SIGNING));
    leaf("no digitalSignature", maker().usage(true, 1));
    leaf("keyEncipherment", maker().usage(true, 0, 2));
    leaf("dataEncipherment", maker().usage(true, 0, 3));
    leaf("keyAgreement", maker().usage(true, 0, 4));
    leaf("keyCertSign", maker().usage(true, 0, 5));
    leaf("cRLSign", maker().usage(true, 0, 6));
    for (int purpose : List.of(1, 2, 4, 8, 9)) {
      leaf("purpose " + purpose, maker().usage(true, 0).purposes("1.3.6.1.5.5.7.3." + purpose));
    }
    TestIdentity any = maker().usage(true, 0).purposes("2.5.29.37.0").issuedBy(ROOT);
    all.add(
        made("any purpose", any, List.of(any.certificate(), ROOT.certificate()))
            .takenByNotation(Manipulation.ANY_PURPOSE));
    leaf("leaf that is an authority", maker().authority(0));
  }

  private void issuers() {
    TestIdentity below = CertificateMaker.named("middle", "p256").signsCode().issuedBy(ROOT);
    TestIdentity bad = below.leaf("below", "p256");
    X509Certificate root = ROOT.certificate();
    chain(
        "issuer that is no authority", bad, List.of(bad.certificate(), below.certificate(), root));
    TestIdentity first = CertificateMaker.named("first", "p256").authority(0).issuedBy(ROOT);
    TestIdentity second = CertificateMaker.named("next", "p256").authority(0).issuedBy(first);
    TestIdentity deep = second.leaf("deep", "p256");
    chain(
        "more authorities than the path length allows",
        deep,
        List.of(deep.certificate(), second.certificate(), first.certificate(), root));
  }

  /** What limits the use of a certificate, and the ways to sign one. */
  private void limits() {
    TestIdentity strange = maker().signsCode().extension("1.2.3.4", true, NOTHING).issuedBy(ROOT);
    beyondNotation(
        "unknown critical extension of the leaf",
        strange,
        List.of(strange.certificate(), ROOT.certificate()));
    below(
        "unknown critical extension of an issuer",
        authority("p256").extension("1.2.3.4", true, NOTHING));
    below("names that the issuer may not give out", authority("p256").onlyFor("Other", true));
    below("names that it may not, not critical", authority("p256").onlyFor("Other", false));
    below("issuer with an Ed25519 key", authority("ed25519"));
    TestIdentity rsa = authority("rsa2048").issuedBy(ROOT);
    TestIdentity pss = maker().signsCode().signedWithPss("SHA-1").issuedBy(rsa);
    chain(
        "signed with SHA-1 inside of PSS",
        pss,
        List.of(pss.certificate(), rsa.certificate(), ROOT.certificate()));
    TestIdentity named = authority("p256").onlyFor("Layerseal Test", true).issuedBy(ROOT);
    TestIdentity leaf = named.leaf("under", "p256");
    List<X509Certificate> chain =
        List.of(leaf.certificate(), named.certificate(), ROOT.certificate());
    byte[] envelope = Forge.jws(leaf, chain, HEADER, PAYLOAD);
    all.add(
        Manipulation.of(
            "chain: names that the issuer may give out",
            SignedLayout.of(EnvelopeFormat.JWS, envelope),
            Manipulation.ACCEPTED));
  }

  private static CertificateMaker authority(String kind) {
    return CertificateMaker.named("limited-" + kind, kind).authority(0);
  }

  private void below(String name, CertificateMaker issuer) {
    TestIdentity made = issuer.issuedBy(ROOT);
    TestIdentity leaf = made.leaf("under", "p256");
    beyondNotation(name, leaf, List.of(leaf.certificate(), made.certificate(), ROOT.certificate()));
  }

  private void beyondNotation(String name, TestIdentity signer, List<X509Certificate> chain) {
    all.add(made(name, signer, chain).takenByNotation(Manipulation.LIMITED));
  }

  private void validity() {
    expired("expired leaf", "2020-01-01T00:00:00Z", "2024-06-02T00:00:00Z");
    TestIdentity late =
        maker().signsCode().valid("2024-06-02T00:00:00Z", "2050-01-01T00:00:00Z").issuedBy(ROOT);
    List<X509Certificate> chain = List.of(late.certificate(), ROOT.certificate());
    SignedLayout layout =
        SignedLayout.of(EnvelopeFormat.JWS, Forge.jws(late, chain, HEADER, PAYLOAD));
    all.add(
        Manipulation.of(
            "chain: leaf that began after the claimed signing time", layout, "accepted"));
  }

  private static CertificateMaker maker() {
    return CertificateMaker.named("made", "p256");
  }

  private void leaf(String name, CertificateMaker maker) {
    TestIdentity made = maker.issuedBy(ROOT);
    chain(name, made, List.of(made.certificate(), ROOT.certificate()));
  }

  private void chain(String name, TestIdentity signer, List<X509Certificate> chain) {
    all.add(made(name, signer, chain));
  }

  private static Manipulation made(String name, TestIdentity signer, List<X509Certificate> chain) {
    return Manipulation.refused(
        "chain: " + name,
        EnvelopeFormat.JWS,
        Forge.jws(signer, chain, HEADER, PAYLOAD),
        CheckType.INTEGRITY);
  }

  private void expired(String name, String from, String to) {
    TestIdentity made = maker().signsCode().valid(from, to).issuedBy(ROOT);
    List<X509Certificate> chain = List.of(made.certificate(), ROOT.certificate());
    all.add(
        Manipulation.refused(
            "chain: " + name,
            EnvelopeFormat.JWS,
            Forge.jws(made, chain, HEADER, PAYLOAD),
            CheckType.AUTHENTIC_TIMESTAMP));
  }
}
