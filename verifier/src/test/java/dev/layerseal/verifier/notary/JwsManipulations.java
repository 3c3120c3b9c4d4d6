package dev.layerseal.verifier.notary;

import static dev.layerseal.verifier.notary.TestTrust.CHAIN;
import static dev.layerseal.verifier.notary.TestTrust.HEADER;
import static dev.layerseal.verifier.notary.TestTrust.LEAF;
import static dev.layerseal.verifier.notary.TestTrust.PAYLOAD;

import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.verifier.trust.CheckType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Every member and every header of the JSON form; what is signed is signed again. */
final class JwsManipulations {

  static final String EXPIRY =
      "Scheme\",\"io.cncf.notary.expiry\"],\"io.cncf.notary.expiry\":\"%s\",";
  private static final String TIME = "2024-06-01T00:00:00Z";

  private final List<Manipulation> all = new ArrayList<>();

  static List<Manipulation> all() {
    JwsManipulations made = new JwsManipulations();
    made.members();
    made.unsignedHeaders();
    made.critical();
    made.headers();
    made.times();
    made.expiry();
    return made.all;
  }

  static byte[] good() {
    return Forge.jws(LEAF, CHAIN, HEADER, PAYLOAD);
  }

  private void members() {
    String jws = text();
    for (String member : List.of("payload", "protected", "header", "signature")) {
      String other = member.toUpperCase(Locale.ROOT);
      changed("no " + member, jws.replace("\"" + member + "\":", "\"other\":"));
      twice("two " + member, jws.replaceFirst("\\{", "{\"" + member + "\":\"\","));
      twice("another like " + member, jws.replaceFirst("\\{", "{\"" + other + "\":\"\","));
      changed(
          "null " + member,
          jws.replaceFirst("\"" + member + "\":(\\{[^}]*}|[^,}]*)", "\"" + member + "\":null"));
    }
    changed("general form", "{\"signatures\":[" + jws + "]}");
    changed("array", "[" + jws + "]");
    changed("two values", jws + "{}");
    changed("cut", jws.substring(0, jws.length() - 1));
    changed("empty", " ");
    changed("blank in base64", jws.replace("\"signature\":\"", "\"signature\":\" "));
    changed("padding", jws.replaceFirst("\"}$", "=\"}"));
    twice("one more member", jws.replaceFirst("\\{", "{\"more\":1,"));
  }

  private void unsignedHeaders() {
    String jws = text();
    changed("empty certificate", jws.replace("\"x5c\":[", "\"x5c\":[\"\","));
    changed("no certificates", jws.replaceFirst("\"x5c\":\\[[^\\]]*", "\"x5c\":["));
    changed("no x5c", jws.replace("\"x5c\":", "\"x6c\":"));
    twice("two x5c", jws.replace("\"x5c\":", "\"x5c\":[],\"x5c\":"));
    changed("x5c that is a text", jws.replaceFirst("\"x5c\":\\[[^\\]]*]", "\"x5c\":\"MII\""));
    changed("timestamp that is a number", header(jws, "\"io.cncf.notary.timestampSignature\":1,"));
    accepted("another signing agent", header(jws, "\"io.cncf.notary.signingAgent\":\"other/9\","));
    accepted("an unknown unsigned header", header(jws, "\"unknown\":{\"a\":[1]},"));
  }

  private static String header(String jws, String more) {
    return jws.replace("\"header\":{", "\"header\":{" + more);
  }

  private void critical() {
    signed("\"crit\":[\"io.cncf.notary.signingScheme\"],", "");
    signed("[\"io.cncf.notary.signingScheme\"]", "[]");
    signed("[\"io.cncf.notary.signingScheme\"]", "\"io.cncf.notary.signingScheme\"");
    signed("[\"io.cncf.notary.signingScheme\"]", "[\"io.cncf.notary.signingTime\"]");
    signed("Scheme\"]", "Scheme\",\"io.cncf.notary.signingScheme\"]");
    signed("Scheme\"]", "Scheme\",\"io.cncf.notary.signingTime\"]");
    signed("Scheme\"]", "Scheme\",\"io.cncf.notary.expiry\"]");
    signed("Scheme\"]", "Scheme\",\"io.cncf.notary.authenticSigningTime\"]");
    signed("Scheme\"]", "Scheme\",\"absent\"]");
    signed("Scheme\"]", "Scheme\",\"alg\"]");
    signed("Scheme\"]", "Scheme\",1]");
    String unknown = "Scheme\",\"new\"],\"new\":\"value\",";
    all.add(made("Scheme\"],", unknown).takenByNotation(Manipulation.NEVER_CRITICAL));
  }

  private void headers() {
    for (String alg : List.of("ES384", "ES512", "PS256", "RS256", "HS256", "none", "", "es256")) {
      signed("\"ES256\"", "\"" + alg + "\"");
    }
    signed("\"alg\":\"ES256\",", "");
    signed("\"alg\":\"ES256\"", "\"alg\":7");
    other("\"alg\":\"ES256\"", "\"alg\":\"none\",\"alg\":\"ES256\"");
    signed("payload.v1", "payload.v2");
    signed("\"cty\":\"application/vnd.cncf.notary.payload.v1+json\",", "");
    for (String scheme : List.of("notary.x510", "notary", "", "notary.x509.signingAuthority")) {
      signed("\"notary.x509\"", "\"" + scheme + "\"");
    }
    other("\"io.cncf.notary.signingScheme\":", "\"io.cncf.notary.SigningScheme\":");
    byte[] more = Forge.jws(LEAF, CHAIN, HEADER.replace("{", "{\"b64\":false,"), PAYLOAD);
    SignedLayout layout = SignedLayout.of(EnvelopeFormat.JWS, more);
    all.add(Manipulation.of("jws header: one that is not critical", layout, "accepted"));
  }

  private void times() {
    for (String time :
        List.of(
            "",
            "2024",
            "2024-06-01",
            "2024-06-01T00:00Z",
            "2024-13-01T00:00:00Z",
            "2024-06-31T00:00:00Z",
            "2024-06-01T24:00:00Z",
            "2024-06-01T00:00:00",
            "1717200000",
            "2024-06-01 00:00:00Z")) {
      signed(TIME, time);
    }
    signed(",\"io.cncf.notary.signingTime\":\"" + TIME + "\"", "");
    signed("signingTime\":", "authenticSigningTime\":");
    signed("\"}", "\",\"io.cncf.notary.authenticSigningTime\":\"" + TIME + "\"}");
    signed("\"}", "\",\"io.cncf.notary.expiry\":\"2044-06-01T00:00:00Z\"}");
  }

  private void expiry() {
    signed("Scheme\"],", EXPIRY.formatted(TIME));
    signed("Scheme\"],", EXPIRY.formatted("2020-06-01T00:00:00Z"));
    signed("Scheme\"],", EXPIRY.formatted("tomorrow"));
    signed("Scheme\"],", EXPIRY.formatted("2024-06-01T00:00:01Z"), CheckType.EXPIRY);
    String plugin =
        "Scheme\",\"io.cncf.notary.verificationPlugin\"],"
            + "\"io.cncf.notary.verificationPlugin\":\"absent\",";
    signed("Scheme\"],", plugin, CheckType.AUTHENTICITY);
  }

  private static String text() {
    return new String(good(), StandardCharsets.UTF_8);
  }

  private void changed(String name, String envelope) {
    if (envelope.equals(text())) {
      throw new AssertionError(name + ": nothing was changed");
    }
    all.add(refused(name, envelope));
  }

  private void twice(String name, String envelope) {
    Manipulation made = refused(name, envelope);
    all.add(name.endsWith("header") ? made : made.takenByNotation(Manipulation.ONE_READING));
  }

  private void other(String from, String to) {
    all.add(made(from, to).takenByNotation(Manipulation.ONE_READING));
  }

  private void accepted(String name, String envelope) {
    SignedLayout layout = SignedLayout.of(EnvelopeFormat.JWS, Forge.text(envelope));
    all.add(Manipulation.of("jws: " + name, layout, Manipulation.ACCEPTED));
  }

  private static Manipulation refused(String name, String envelope) {
    return Manipulation.refused(
        "jws: " + name, EnvelopeFormat.JWS, Forge.text(envelope), CheckType.INTEGRITY);
  }

  private void signed(String from, String to) {
    all.add(made(from, to));
  }

  private void signed(String from, String to, CheckType check) {
    all.add(made(from, to, check));
  }

  private static Manipulation made(String from, String to) {
    return made(from, to, CheckType.INTEGRITY);
  }

  private static Manipulation made(String from, String to, CheckType check) {
    String header = HEADER.replace(from, to);
    if (header.equals(HEADER)) {
      throw new AssertionError(from + " is not in the header");
    }
    byte[] envelope = Forge.jws(LEAF, CHAIN, header, PAYLOAD);
    String name = "jws header: %s -> %s".formatted(from, to);
    return Manipulation.refused(name, EnvelopeFormat.JWS, envelope, check);
  }
}
