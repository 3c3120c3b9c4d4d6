package dev.layerseal.verifier.notary;

import static dev.layerseal.verifier.notary.TestTrust.AUTHORITY_HEADER;
import static dev.layerseal.verifier.notary.TestTrust.CHAIN;
import static dev.layerseal.verifier.notary.TestTrust.LEAF;
import static dev.layerseal.verifier.notary.TestTrust.PAYLOAD;
import static dev.layerseal.verifier.notary.TestTrust.policy;

import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.testdata.CertificateMaker;
import dev.layerseal.testdata.TestIdentity;
import dev.layerseal.verifier.trust.CheckType;
import java.util.ArrayList;
import java.util.List;

/** Every field of the policy, with a signature that is good; and the times that it asks about. */
final class PolicyManipulations {

  private static final String ANYBODY = "\"*\"";
  private static final String GOOD = TestTrust.POLICY;

  private final List<Manipulation> all = new ArrayList<>();

  static List<Manipulation> all() {
    PolicyManipulations made = new PolicyManipulations();
    made.trust();
    made.fields();
    made.verification();
    made.authority();
    return made.all;
  }

  private void trust() {
    String nobody = "\"x509.subject: C=XX, ST=Nowhere, O=Nobody\"";
    check(CheckType.AUTHENTICITY, policy("strict", "\"ca:other\"", ANYBODY));
    check(CheckType.AUTHENTICITY, policy("strict", "\"ca:absent\"", ANYBODY));
    check(CheckType.AUTHENTICITY, policy("strict", "\"ca:empty\"", ANYBODY));
    check(CheckType.AUTHENTICITY, policy("strict", "\"ca:test\",\"ca:absent\"", ANYBODY));
    check(CheckType.AUTHENTICITY, policy("strict", "\"signingAuthority:test\"", ANYBODY));
    check(CheckType.AUTHENTICITY, policy("strict", "\"ca:test\"", nobody));
    check(CheckType.AUTHENTICITY, policy("permissive", "\"ca:test\"", nobody));
    check(CheckType.AUTHENTICITY, policy("strict", "\"ca:test\"", "\"plugin.id: somebody\""));
    check(
        CheckType.AUTHENTICITY,
        policy("strict", "\"ca:test\"", "\"x509.subject: C=US, ST=WA, O=Layerseal Test, CN=x\""));
    accepted(policy("strict", "\"ca:test\"", "\"x509.subject: C=US, ST=WA, O=Layerseal Test\""));
    accepted(policy("audit", "\"ca:other\"", nobody));
    check(CheckType.AUTHENTIC_TIMESTAMP, policy("strict", "\"ca:test\",\"tsa:test\"", ANYBODY));
    accepted(policy("permissive", "\"ca:test\",\"tsa:test\"", ANYBODY));
    accepted(
        policy("strict", "\"ca:test\",\"tsa:test\"", ANYBODY)
            .replace("\"strict\"", "\"strict\",\"verifyTimestamp\":\"afterCertExpiry\""));
  }

  private void fields() {
    broken(GOOD.replace("\"1.0\"", "\"1.1\""));
    broken(GOOD.replace("\"version\":\"1.0\",", ""));
    broken(GOOD.replace("\"trustPolicies\":[", "\"trustPolicies\":[],\"x\":["));
    broken(GOOD.replace("\"name\":\"test\"", "\"name\":\"\""));
    broken(GOOD.replace("\"name\":\"test\",", ""));
    broken(GOOD.replace("[\"*\"],\n", "[],\n"));
    broken(GOOD.replace("[\"*\"],\n", "[\"*\",\"registry.example/app\"],\n"));
    broken(GOOD.replace("[\"*\"],\n", "[\"registry.example/*\"],\n"));
    broken(GOOD.replace("[\"*\"],\n", "[\"https://registry.example/app\"],\n"));
    broken(GOOD.replace("[\"*\"],\n", "[\"registry.example/app:v1\"],\n"));
    broken(GOOD.replace("[\"*\"],\n", "[\"registry.example\"],\n"));
    check("policy", GOOD.replace("[\"*\"],\n", "[\"registry.example/other\"],\n"));
    all.add(
        made("good signature", "policy", JwsManipulations.good(), GOOD + GOOD)
            .takenByNotation(Manipulation.ONE_READING));
    broken(GOOD.replace("]}", "]"));
    broken(policy("strict", "", ANYBODY));
    broken(policy("strict", "\"ca:test\"", ""));
    broken(policy("strict", "\"ca\"", ANYBODY));
    broken(policy("strict", "\"root:test\"", ANYBODY));
    broken(policy("strict", "\"ca:../test\"", ANYBODY));
    broken(policy("strict", "\"ca:test\"", "\"*\",\"x509.subject: C=US, ST=WA, O=X\""));
    broken(policy("strict", "\"ca:test\"", "\"x509.subject: C=US, ST=WA\""));
    broken(policy("strict", "\"ca:test\"", "\"somebody\""));
    broken(policy("strict", "\"ca:test\"", "\"x509.subject: C=US+ST=WA, O=X\""));
    broken(
        policy(
            "strict",
            "\"ca:test\"",
            "\"x509.subject: C=US, ST=WA, O=X\",\"x509.subject: C=US, ST=WA, O=X, OU=Y\""));
  }

  private void verification() {
    broken(GOOD.replace("\"strict\"", "\"STRICT\""));
    broken(GOOD.replace("\"strict\"", "\"\""));
    broken(GOOD.replace("\"strict\"", "\"custom\""));
    broken(GOOD.replace("\"signatureVerification\":{\"level\":\"strict\"},", ""));
    for (String override :
        List.of("integrity\":\"log", "authenticity\":\"skip", "expiry\":\"off", "other\":\"log")) {
      broken(GOOD.replace("\"strict\"", "\"strict\",\"override\":{\"" + override + "\"}"));
    }
    broken(GOOD.replace("\"strict\"", "\"skip\""));
    broken(GOOD.replace("\"strict\"", "\"strict\",\"verifyTimestamp\":\"never\""));
  }

  private void authority() {
    String trusted = policy("strict", "\"signingAuthority:test\"", ANYBODY);
    byte[] good = Forge.jws(LEAF, CHAIN, AUTHORITY_HEADER, PAYLOAD);
    add("signing authority", "accepted", good, trusted);
    add("signing authority trusted as ca", "authenticity", good, GOOD);
    for (String time : List.of("2019-06-01T00:00:00Z", "2051-06-01T00:00:00Z")) {
      byte[] other =
          Forge.jws(LEAF, CHAIN, AUTHORITY_HEADER.replace("2024-06-01T00:00:00Z", time), PAYLOAD);
      add("signed at " + time, "authenticTimestamp", other, trusted);
    }
    TestIdentity old =
        CertificateMaker.named("old", "p256")
            .signsCode()
            .valid("2020-01-01T00:00:00Z", "2024-06-02T00:00:00Z")
            .issuedBy(TestTrust.ROOT);
    byte[] before =
        Forge.jws(
            old,
            List.of(old.certificate(), TestTrust.ROOT.certificate()),
            AUTHORITY_HEADER,
            PAYLOAD);
    add("signed before the leaf expired", "accepted", before, trusted);
  }

  private void check(CheckType check, String policy) {
    check(check.toString(), policy);
  }

  private void broken(String policy) {
    check("policy", policy);
  }

  private void accepted(String policy) {
    check("accepted", policy);
  }

  private void check(String expected, String policy) {
    if (policy.equals(GOOD)) {
      throw new AssertionError("nothing was changed");
    }
    add("good signature", expected, JwsManipulations.good(), policy);
  }

  private void add(String name, String expected, byte[] envelope, String policy) {
    all.add(made(name, expected, envelope, policy));
  }

  private static Manipulation made(String name, String expected, byte[] envelope, String policy) {
    SignedLayout layout = SignedLayout.of(EnvelopeFormat.JWS, envelope);
    String text = policy.replaceAll("\\s+", " ");
    return Manipulation.of("policy: %s under %s".formatted(name, text), layout, expected)
        .withPolicy(policy);
  }
}
