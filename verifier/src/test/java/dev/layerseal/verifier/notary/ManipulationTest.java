package dev.layerseal.verifier.notary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.LayersealException;
import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.notary.SignatureEnvelope;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.testdata.CertificateMaker;
import dev.layerseal.testdata.TestIdentity;
import dev.layerseal.verifier.trust.CheckResult;
import dev.layerseal.verifier.trust.CheckType;
import dev.layerseal.verifier.trust.PolicyStatement;
import dev.layerseal.verifier.trust.SignerTrust;
import dev.layerseal.verifier.trust.StoreName;
import dev.layerseal.verifier.trust.StoreType;
import dev.layerseal.verifier.trust.TimestampRule;
import dev.layerseal.verifier.trust.TrustStore;
import dev.layerseal.verifier.trust.TrustedIdentities;
import dev.layerseal.verifier.trust.VerificationLevel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Changes one thing at a time: each change must be refused by the check that is there for it. */
class ManipulationTest {

  private static final SignatureVerifier VERIFIER =
      new SignatureVerifier(NotationVectors.NOBODY_TO_ASK, PluginCheck.Finder.NONE);
  private static final TestIdentity ROOT = TestIdentity.root("p256");
  private static final TestIdentity LEAF = ROOT.leaf("leaf", "p256");
  private static final List<X509Certificate> CHAIN =
      List.of(LEAF.certificate(), ROOT.certificate());
  private static final Descriptor IMAGE = NotationVectors.image();
  private static final String PAYLOAD =
      "{\"targetArtifact\":{\"digest\":\"%s\",\"mediaType\":\"%s\",\"size\":%d}}"
          .formatted(IMAGE.digest(), IMAGE.mediaType(), IMAGE.size());
  private static final String HEADER =
      "{\"alg\":\"ES256\",\"crit\":[\"io.cncf.notary.signingScheme\"],"
          + "\"cty\":\"application/vnd.cncf.notary.payload.v1+json\","
          + "\"io.cncf.notary.signingScheme\":\"notary.x509\","
          + "\"io.cncf.notary.signingTime\":\"2026-11-21T03:10:17Z\"}";
  private static final long TIME = 1_795_230_617L;

  private final List<String> wrong = new ArrayList<>();
  private int count;

  @Test
  void refusesEachOfTwoHundredChangesByTheRightCheck() throws Exception {
    flippedBytes();
    envelopeMembers();
    jwsHeaders();
    coseHeaders();
    payloads();
    chains();
    policies();
    assertEquals(List.of(), wrong);
    assertTrue(count >= 200, "only " + count + " changes");
  }

  @Test
  void takesWhatNothingWasDoneTo() throws Exception {
    assertTrue(accepted(EnvelopeFormat.JWS, Forge.jws(LEAF, CHAIN, HEADER, PAYLOAD)));
    assertTrue(accepted(EnvelopeFormat.COSE, Forge.cose(LEAF, CHAIN, coseHeader(), PAYLOAD)));
  }

  /** These are not signed, and notation takes each of them too. */
  @Test
  void takesAnotherSigningAgentOrUnknownUnsignedHeaders() throws Exception {
    String jws = new String(Forge.jws(LEAF, CHAIN, HEADER, PAYLOAD), StandardCharsets.UTF_8);
    for (String more :
        List.of("\"io.cncf.notary.signingAgent\":\"other/9\",", "\"unknown\":{\"a\":[1]},")) {
      String changed = jws.replace("\"header\":{", "\"header\":{" + more);
      assertTrue(accepted(EnvelopeFormat.JWS, Forge.text(changed)), more);
    }
  }

  @Test
  void quotesNothingThatMovesTheCursor() throws Exception {
    String header = HEADER.replace("notary.x509", "\\u001b[2Jgood\\nverified");
    SignatureReport report = verify(EnvelopeFormat.JWS, Forge.jws(LEAF, CHAIN, header, PAYLOAD));
    String fault = report.refusal().orElseThrow().fault().orElseThrow();
    assertTrue(fault.contains("?[2Jgood?verified"), fault);
  }

  private void flippedBytes() throws Exception {
    for (EnvelopeFormat format : EnvelopeFormat.values()) {
      byte[] good =
          format == EnvelopeFormat.JWS
              ? Forge.jws(LEAF, CHAIN, HEADER, PAYLOAD)
              : Forge.cose(LEAF, CHAIN, coseHeader(), PAYLOAD);
      SignatureEnvelope envelope = SignatureEnvelope.decode(format, good);
      byte[] leaf = LEAF.certificate().getEncoded();
      flip(format, good, stored(format, envelope.payload()), "payload");
      flip(format, good, stored(format, envelope.signature()), "signature");
      flip(format, good, storedStandard(format, leaf), "certificate");
      flip(
          format,
          good,
          stored(format, format == EnvelopeFormat.JWS ? Forge.text(HEADER) : coseHeader()),
          "protected header");
    }
  }

  private static byte[] stored(EnvelopeFormat format, byte[] part) {
    return format == EnvelopeFormat.COSE
        ? part
        : Base64.getUrlEncoder().withoutPadding().encode(part);
  }

  private static byte[] storedStandard(EnvelopeFormat format, byte[] part) {
    return format == EnvelopeFormat.COSE ? part : Base64.getEncoder().encode(part);
  }

  private void flip(EnvelopeFormat format, byte[] good, byte[] part, String what) throws Exception {
    int start = indexOf(good, part);
    for (int i = 0; i < 12; i++) {
      int at = start + (int) ((long) (part.length - 1) * i / 11);
      byte[] changed = good.clone();
      changed[at] ^= 1;
      refused(format, changed, CheckType.INTEGRITY, "%s byte %d".formatted(what, at - start));
    }
  }

  private static int indexOf(byte[] whole, byte[] part) {
    for (int i = 0; i + part.length <= whole.length; i++) {
      if (java.util.Arrays.equals(whole, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }

  private void envelopeMembers() throws Exception {
    String jws = new String(Forge.jws(LEAF, CHAIN, HEADER, PAYLOAD), StandardCharsets.UTF_8);
    for (String member : List.of("payload", "protected", "header", "signature")) {
      jws(jws.replace("\"" + member + "\":", "\"other\":"), "no " + member);
      jws(jws.replaceFirst("\\{", "{\"" + member + "\":\"\","), "two " + member);
      jws(
          jws.replaceFirst("\\{", "{\"" + member.toUpperCase(java.util.Locale.ROOT) + "\":\"\","),
          "another member like " + member);
      jws(
          jws.replaceFirst("\"" + member + "\":[^,]*", "\"" + member + "\":null"),
          "null " + member);
    }
    jws("{\"signatures\":[" + jws + "]}", "general form");
    jws("[" + jws + "]", "array");
    jws(jws + "{}", "two values");
    jws(jws.substring(0, jws.length() - 1), "cut");
    jws("", "empty");
    jws(jws.replace("\"signature\":\"", "\"signature\":\" "), "blank in base64");
    jws(jws.replaceFirst("\"}$", "=\"}"), "padding");
    jws(jws.replace("\"x5c\":[", "\"x5c\":[\"\","), "empty certificate");
    jws(jws.replaceFirst("\"x5c\":\\[[^\\]]*", "\"x5c\":["), "no certificates");
    jws(jws.replace("\"x5c\":", "\"x5c\":[],\"x5c\":"), "two x5c");
    jws(
        jws.replace("\"header\":{", "\"header\":{\"io.cncf.notary.timestampSignature\":1,"),
        "timestamp that is a number");
  }

  private void jws(String envelope, String what) throws Exception {
    refused(EnvelopeFormat.JWS, Forge.text(envelope), CheckType.INTEGRITY, "jws: " + what);
  }

  private void jwsHeaders() throws Exception {
    for (String alg : List.of("ES384", "ES512", "PS256", "RS256", "HS256", "none", "")) {
      header("\"ES256\"", "\"" + alg + "\"");
    }
    header("\"alg\":\"ES256\",", "");
    header("\"crit\":[\"io.cncf.notary.signingScheme\"],", "");
    header("[\"io.cncf.notary.signingScheme\"]", "[]");
    header("[\"io.cncf.notary.signingScheme\"]", "\"io.cncf.notary.signingScheme\"");
    header("[\"io.cncf.notary.signingScheme\"]", "[\"io.cncf.notary.signingTime\"]");
    header("Scheme\"]", "Scheme\",\"io.cncf.notary.signingScheme\"]");
    header("Scheme\"]", "Scheme\",\"absent\"]");
    header("Scheme\"]", "Scheme\",\"alg\"]");
    header("Scheme\"]", "Scheme\",1]");
    header("Scheme\"],", "Scheme\",\"new\"],\"new\":\"value\",");
    header("payload.v1", "payload.v2");
    header("\"cty\":\"application/vnd.cncf.notary.payload.v1+json\",", "");
    for (String scheme : List.of("notary.x510", "notary", "", "notary.x509.signingAuthority")) {
      header("\"notary.x509\"", "\"" + scheme + "\"");
    }
    header("\"io.cncf.notary.signingScheme\":", "\"io.cncf.notary.SigningScheme\":");
    for (String time :
        List.of(
            "",
            "2026",
            "2026-11-21",
            "2026-11-21T03:10Z",
            "2026-13-21T03:10:17Z",
            "2026-11-21T03:10:17",
            "1795230617",
            "2026-11-21 03:10:17Z")) {
      header("2026-11-21T03:10:17Z", time);
    }
    header(",\"io.cncf.notary.signingTime\":\"2026-11-21T03:10:17Z\"", "");
    header("signingTime\":", "authenticSigningTime\":");
    header("\"}", "\",\"io.cncf.notary.authenticSigningTime\":\"2026-11-21T03:10:17Z\"}");
    header("\"}", "\",\"io.cncf.notary.expiry\":\"2027-11-21T03:10:17Z\"}");
    header("\"}", "\",\"alg\":\"ES256\"}");
    String expiry = "Scheme\",\"io.cncf.notary.expiry\"],\"io.cncf.notary.expiry\":\"%s\",";
    header("Scheme\"],", expiry.formatted("2026-11-21T03:10:17Z"));
    header("Scheme\"],", expiry.formatted("2020-11-21T03:10:17Z"));
    header("Scheme\"],", expiry.formatted("tomorrow"));
    String expired = HEADER.replace("Scheme\"],", expiry.formatted("2026-11-21T03:10:18Z"));
    refused(
        EnvelopeFormat.JWS, Forge.jws(LEAF, CHAIN, expired, PAYLOAD), CheckType.EXPIRY, "expired");
    String plugin =
        HEADER.replace(
            "Scheme\"],",
            "Scheme\",\"io.cncf.notary.verificationPlugin\"],"
                + "\"io.cncf.notary.verificationPlugin\":\"absent\",");
    refused(
        EnvelopeFormat.JWS,
        Forge.jws(LEAF, CHAIN, plugin, PAYLOAD),
        CheckType.AUTHENTICITY,
        "plugin that is not installed");
  }

  private void header(String from, String to) throws Exception {
    String changed = HEADER.replace(from, to);
    assertTrue(!changed.equals(HEADER), from);
    refused(
        EnvelopeFormat.JWS,
        Forge.jws(LEAF, CHAIN, changed, PAYLOAD),
        CheckType.INTEGRITY,
        "jws header: %s -> %s".formatted(from, to));
  }

  private static byte[] coseHeader() {
    return coseHeader(
        Forge.number(-7),
        Forge.array(Forge.string("io.cncf.notary.signingScheme")),
        Forge.string("application/vnd.cncf.notary.payload.v1+json"),
        Forge.time(TIME),
        Forge.string("notary.x509"));
  }

  private static byte[] coseHeader(
      byte[] alg, byte[] crit, byte[] type, byte[] time, byte[] scheme) {
    return Forge.map(
        Forge.number(1),
        alg,
        Forge.number(2),
        crit,
        Forge.number(3),
        type,
        Forge.string("io.cncf.notary.signingTime"),
        time,
        Forge.string("io.cncf.notary.signingScheme"),
        scheme);
  }

  private void coseHeaders() throws Exception {
    byte[] alg = Forge.number(-7);
    byte[] crit = Forge.array(Forge.string("io.cncf.notary.signingScheme"));
    byte[] type = Forge.string("application/vnd.cncf.notary.payload.v1+json");
    byte[] time = Forge.time(TIME);
    byte[] scheme = Forge.string("notary.x509");
    for (int other : List.of(-35, -36, -37, -8, -257, 5, 0)) {
      cose(coseHeader(Forge.number(other), crit, type, time, scheme), "alg " + other);
    }
    cose(coseHeader(Forge.string("ES256"), crit, type, time, scheme), "alg that is a text");
    cose(coseHeader(alg, Forge.array(), type, time, scheme), "empty crit");
    cose(coseHeader(alg, Forge.array(Forge.number(1)), type, time, scheme), "crit of a number");
    cose(coseHeader(alg, Forge.array(Forge.string("x")), type, time, scheme), "crit of nothing");
    cose(coseHeader(alg, Forge.string("x"), type, time, scheme), "crit that is a text");
    cose(coseHeader(alg, crit, Forge.string("text/plain"), time, scheme), "content type");
    cose(coseHeader(alg, crit, Forge.number(0), time, scheme), "content type that is a number");
    cose(coseHeader(alg, crit, type, Forge.number(TIME), scheme), "time without tag");
    cose(coseHeader(alg, crit, type, Forge.string("2026"), scheme), "time that is a text");
    cose(coseHeader(alg, crit, type, time, Forge.string("notary")), "scheme");
    cose(coseHeader(alg, crit, type, time, Forge.number(1)), "scheme that is a number");
    cose(
        coseHeader(alg, crit, type, time, Forge.string("notary.x509.signingAuthority")),
        "scheme without its time");
    cose(Forge.map(), "empty header");
    cose(Forge.array(), "header that is no map");
    cose(new byte[0], "no header");
    byte[] good = Forge.cose(LEAF, CHAIN, coseHeader(), PAYLOAD);
    for (int tag : List.of(0xd1, 0xd0, 0x84)) {
      byte[] changed = good.clone();
      changed[0] = (byte) tag;
      refused(EnvelopeFormat.COSE, changed, CheckType.INTEGRITY, "tag " + tag);
    }
    byte[] untagged = java.util.Arrays.copyOfRange(good, 1, good.length);
    refused(EnvelopeFormat.COSE, untagged, CheckType.INTEGRITY, "no tag");
    byte[] longer = java.util.Arrays.copyOf(good, good.length + 1);
    refused(EnvelopeFormat.COSE, longer, CheckType.INTEGRITY, "one byte more");
    byte[] shorter = java.util.Arrays.copyOf(good, good.length - 1);
    refused(EnvelopeFormat.COSE, shorter, CheckType.INTEGRITY, "one byte less");
    refused(
        EnvelopeFormat.COSE,
        Forge.jws(LEAF, CHAIN, HEADER, PAYLOAD),
        CheckType.INTEGRITY,
        "the other form");
  }

  private void cose(byte[] header, String what) throws Exception {
    refused(
        EnvelopeFormat.COSE,
        Forge.cose(LEAF, CHAIN, header, PAYLOAD),
        CheckType.INTEGRITY,
        "cose header: " + what);
  }

  private void payloads() throws Exception {
    payload("{}");
    payload("[]");
    payload("x");
    payload("{\"targetArtifact\":null}");
    payload(PAYLOAD + PAYLOAD);
    payload(PAYLOAD.replace("targetArtifact", "target"));
    payload(PAYLOAD.replace("\"size\":555", "\"size\":554"));
    payload(PAYLOAD.replace("\"size\":555", "\"size\":\"555\""));
    payload(PAYLOAD.replace("\"size\":555", "\"size\":-555"));
    payload(PAYLOAD.replace("\"size\":555", "\"size\":555,\"size\":555"));
    payload(PAYLOAD.replace(",\"size\":555", ""));
    payload(PAYLOAD.replace("image.manifest", "image.index"));
    payload(PAYLOAD.replace("sha256:b", "sha256:c"));
    payload(PAYLOAD.replace("sha256:", "sha512:"));
    payload(PAYLOAD.replace("sha256:", "md5:"));
    payload(PAYLOAD.replace("sha256:b", "sha256:B"));
  }

  private void payload(String payload) throws Exception {
    refused(
        EnvelopeFormat.JWS,
        Forge.jws(LEAF, CHAIN, HEADER, payload),
        CheckType.INTEGRITY,
        "jws payload " + payload);
    refused(
        EnvelopeFormat.COSE,
        Forge.cose(LEAF, CHAIN, coseHeader(), payload),
        CheckType.INTEGRITY,
        "cose payload " + payload);
  }

  private void chains() throws Exception {
    TestIdentity other = TestIdentity.root("p384");
    X509Certificate leaf = LEAF.certificate();
    X509Certificate root = ROOT.certificate();
    chain(LEAF, List.of(leaf), "no root");
    chain(LEAF, List.of(root, leaf), "reversed");
    chain(LEAF, List.of(leaf, root, root), "root twice");
    chain(LEAF, List.of(leaf, leaf, root), "leaf twice");
    chain(LEAF, List.of(leaf, other.certificate()), "another root");
    chain(ROOT.leaf("second", "p256"), List.of(leaf, root), "another leaf's key");
    chain(LEAF, List.of(other.leaf("x", "p384").certificate(), other.certificate()), "others");
    leaf(maker().signsCode().usage(false, 0), "keyUsage not critical");
    leaf(maker().purposes(CertificateMaker.CODE_SIGNING), "no keyUsage");
    leaf(maker().usage(true, 1), "no digitalSignature");
    leaf(maker().usage(true, 0, 2), "keyEncipherment");
    leaf(maker().usage(true, 0, 5), "keyCertSign");
    leaf(maker().usage(true, 0, 6), "cRLSign");
    for (int purpose : List.of(1, 2, 4, 8, 9)) {
      leaf(maker().usage(true, 0).purposes("1.3.6.1.5.5.7.3." + purpose), "purpose " + purpose);
    }
    leaf(maker().usage(true, 0).purposes("2.5.29.37.0"), "any purpose");
    leaf(maker().authority(0), "leaf that is an authority");
    TestIdentity below = CertificateMaker.named("middle", "p256").signsCode().issuedBy(ROOT);
    TestIdentity bad = below.leaf("below", "p256");
    chain(
        bad, List.of(bad.certificate(), below.certificate(), root), "issuer that is no authority");
    expired(maker().signsCode().valid("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z"));
    expired(maker().signsCode().valid("2040-01-01T00:00:00Z", "2041-01-01T00:00:00Z"));
  }

  private static CertificateMaker maker() {
    return CertificateMaker.named("made", "p256");
  }

  private void leaf(CertificateMaker maker, String what) throws Exception {
    TestIdentity made = maker.issuedBy(ROOT);
    chain(made, List.of(made.certificate(), ROOT.certificate()), what);
  }

  private void chain(TestIdentity signer, List<X509Certificate> chain, String what)
      throws Exception {
    refused(
        EnvelopeFormat.JWS,
        Forge.jws(signer, chain, HEADER, PAYLOAD),
        CheckType.INTEGRITY,
        "chain: " + what);
  }

  private void expired(CertificateMaker maker) throws Exception {
    TestIdentity made = maker.issuedBy(ROOT);
    refused(
        EnvelopeFormat.JWS,
        Forge.jws(made, List.of(made.certificate(), ROOT.certificate()), HEADER, PAYLOAD),
        CheckType.AUTHENTIC_TIMESTAMP,
        "not valid now");
  }

  private void policies() throws Exception {
    byte[] good = Forge.jws(LEAF, CHAIN, HEADER, PAYLOAD);
    List<String> nobody = List.of("x509.subject: C=XX, ST=Nowhere, O=Nobody");
    policy(good, trust(List.of("ca:other"), List.of("*")), CheckType.AUTHENTICITY);
    policy(good, trust(List.of("ca:absent"), List.of("*")), CheckType.AUTHENTICITY);
    policy(good, trust(List.of("signingAuthority:test"), List.of("*")), CheckType.AUTHENTICITY);
    policy(good, trust(List.of("ca:test"), nobody), CheckType.AUTHENTICITY);
    policy(good, trust(List.of("ca:test"), List.of("plugin.id: somebody")), CheckType.AUTHENTICITY);
    policy(
        good, trust(List.of("ca:test", "tsa:test"), List.of("*")), CheckType.AUTHENTIC_TIMESTAMP);
  }

  private void policy(byte[] envelope, SignerTrust trust, CheckType expected) throws Exception {
    VerificationRequest request = VerificationRequest.of(trust, NotationVectors.NOW);
    check(
        VERIFIER.verify(EnvelopeFormat.JWS, envelope, IMAGE, request),
        expected,
        "policy " + trust.statement().stores());
  }

  private void refused(EnvelopeFormat format, byte[] envelope, CheckType expected, String what)
      throws Exception {
    check(verify(format, envelope), expected, what);
  }

  private void check(SignatureReport report, CheckType expected, String what) {
    count++;
    if (report.accepted()) {
      wrong.add(what + ": accepted");
      return;
    }
    CheckResult refusal = report.refusal().orElseThrow();
    if (refusal.type() != expected) {
      wrong.add("%s: refused by %s".formatted(what, refusal));
    }
  }

  private static boolean accepted(EnvelopeFormat format, byte[] envelope) throws Exception {
    return verify(format, envelope).accepted();
  }

  private static SignatureReport verify(EnvelopeFormat format, byte[] envelope)
      throws LayersealException, IOException {
    return VERIFIER.verify(
        format,
        envelope,
        IMAGE,
        VerificationRequest.of(trust(List.of("ca:test"), List.of("*")), NotationVectors.NOW));
  }

  private static SignerTrust trust(List<String> stores, List<String> identities)
      throws LayersealException {
    List<StoreName> names = new ArrayList<>();
    for (String store : stores) {
      names.add(StoreName.parse(store));
    }
    List<X509Certificate> other = List.of(TestIdentity.root("p384").certificate());
    return new SignerTrust(
        new PolicyStatement(
            "test",
            List.of("*"),
            VerificationLevel.STRICT,
            TimestampRule.ALWAYS,
            names,
            TrustedIdentities.parse(identities)),
        TrustStore.of(
            Map.of(
                new StoreName(StoreType.CA, "test"),
                List.of(ROOT.certificate()),
                new StoreName(StoreType.SIGNING_AUTHORITY, "test"),
                List.of(ROOT.certificate()),
                new StoreName(StoreType.TSA, "test"),
                List.of(ROOT.certificate()),
                new StoreName(StoreType.CA, "other"),
                other)));
  }
}
