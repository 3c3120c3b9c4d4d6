package dev.layerseal.verifier.notary;

import static dev.layerseal.verifier.notary.TestTrust.CHAIN;
import static dev.layerseal.verifier.notary.TestTrust.LEAF;
import static dev.layerseal.verifier.notary.TestTrust.PAYLOAD;
import static dev.layerseal.verifier.notary.TestTrust.TIME;

import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.verifier.trust.CheckType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Every header and the frame of the CBOR form; what is signed is signed again. */
final class CoseManipulations {

  private static final byte[] ALG = Forge.number(-7);
  private static final byte[] CRIT = Forge.array(Forge.string("io.cncf.notary.signingScheme"));
  private static final byte[] TYPE = Forge.string("application/vnd.cncf.notary.payload.v1+json");
  private static final byte[] SCHEME = Forge.string("notary.x509");
  private static final byte[] EXPIRY = Forge.string("io.cncf.notary.expiry");

  private final List<Manipulation> all = new ArrayList<>();

  static List<Manipulation> all() {
    CoseManipulations made = new CoseManipulations();
    made.headers();
    made.times();
    made.maps();
    made.frame();
    return made.all;
  }

  static byte[] good() {
    return Forge.cose(LEAF, CHAIN, header(), PAYLOAD);
  }

  static byte[] header() {
    return header(ALG, CRIT, TYPE, Forge.time(TIME), SCHEME);
  }

  private static byte[] header(byte[] alg, byte[] crit, byte[] type, byte[] time, byte[] scheme) {
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

  private void headers() {
    byte[] time = Forge.time(TIME);
    for (int other : List.of(-35, -36, -37, -8, -257, 5, 0)) {
      signed("alg " + other, header(Forge.number(other), CRIT, TYPE, time, SCHEME));
    }
    signed("alg that is a text", header(Forge.string("ES256"), CRIT, TYPE, time, SCHEME));
    signed("empty crit", header(ALG, Forge.array(), TYPE, time, SCHEME));
    signed("crit of a number", header(ALG, Forge.array(Forge.number(1)), TYPE, time, SCHEME));
    signed("crit of nothing", header(ALG, Forge.array(Forge.string("x")), TYPE, time, SCHEME));
    byte[] timeToo =
        Forge.array(
            Forge.string("io.cncf.notary.signingScheme"),
            Forge.string("io.cncf.notary.signingTime"));
    all.add(
        made("crit of the time", header(ALG, timeToo, TYPE, time, SCHEME), CheckType.INTEGRITY)
            .takenByNotation(Manipulation.TIME_NOT_CRITICAL));
    signed("crit that is a text", header(ALG, Forge.string("x"), TYPE, time, SCHEME));
    signed("content type", header(ALG, CRIT, Forge.string("text/plain"), time, SCHEME));
    signed("content type that is a number", header(ALG, CRIT, Forge.number(0), time, SCHEME));
    signed("scheme", header(ALG, CRIT, TYPE, time, Forge.string("notary")));
    signed("scheme that is a number", header(ALG, CRIT, TYPE, time, Forge.number(1)));
    byte[] authority = Forge.string("notary.x509.signingAuthority");
    signed("scheme without its time", header(ALG, CRIT, TYPE, time, authority));
  }

  private void times() {
    signed("time without tag", header(ALG, CRIT, TYPE, Forge.number(TIME), SCHEME));
    signed("time that is a text", header(ALG, CRIT, TYPE, Forge.string("2024"), SCHEME));
    byte[] minute = Forge.time(TIME + 60);
    signed("expired", expiring(minute), CheckType.EXPIRY);
    signed("expired when it was signed", expiring(Forge.time(TIME)));
    signed("expiry that is a text", expiring(Forge.string("2044-06-01T00:00:00Z")));
    signed("expiry without tag", expiring(Forge.number(TIME + 60)));
  }

  private static byte[] expiring(byte[] expiry) {
    byte[] crit =
        Forge.array(
            Forge.string("io.cncf.notary.signingScheme"), Forge.string("io.cncf.notary.expiry"));
    byte[] rest = header(ALG, crit, TYPE, Forge.time(TIME), SCHEME);
    byte[] longer = Forge.join(rest, EXPIRY, expiry);
    longer[0]++;
    return longer;
  }

  private void maps() {
    signed("empty header", Forge.map());
    signed("header that is no map", Forge.array());
    signed("no header", new byte[0]);
    byte[] twice = Forge.join(header(), Forge.number(1), ALG);
    twice[0]++;
    signed("alg twice", twice);
    byte[] unknown = Forge.join(header(), Forge.string("unknown"), Forge.number(1));
    unknown[0]++;
    SignedLayout layout =
        SignedLayout.of(EnvelopeFormat.COSE, Forge.cose(LEAF, CHAIN, unknown, PAYLOAD));
    all.add(Manipulation.of("cose header: one that is not critical", layout, "accepted"));
  }

  private void frame() {
    byte[] good = good();
    for (int tag : List.of(0xd1, 0xd0, 0x84)) {
      byte[] changed = good.clone();
      changed[0] = (byte) tag;
      changed("tag 0x%x".formatted(tag), changed);
    }
    changed("no tag", Arrays.copyOfRange(good, 1, good.length));
    changed("one byte more", Arrays.copyOf(good, good.length + 1));
    changed("one byte less", Arrays.copyOf(good, good.length - 1));
    changed("the other form", JwsManipulations.good());
    byte[] three = good.clone();
    three[1] = (byte) 0x83;
    changed("three elements", three);
    byte[] longHead = Forge.join(new byte[] {good[0], (byte) 0x98, 4}, rest(good, 2));
    changed("a length that could be shorter", longHead);
    byte[] open = Forge.join(new byte[] {good[0], (byte) 0x9f}, rest(good, 2), new byte[] {-1});
    changed("an array without length", open);
  }

  private static byte[] rest(byte[] bytes, int from) {
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }

  private void changed(String name, byte[] envelope) {
    all.add(
        Manipulation.refused("cose: " + name, EnvelopeFormat.COSE, envelope, CheckType.INTEGRITY));
  }

  private void signed(String name, byte[] header) {
    signed(name, header, CheckType.INTEGRITY);
  }

  private void signed(String name, byte[] header, CheckType check) {
    all.add(made(name, header, check));
  }

  private static Manipulation made(String name, byte[] header, CheckType check) {
    byte[] envelope = Forge.cose(LEAF, CHAIN, header, PAYLOAD);
    return Manipulation.refused("cose header: " + name, EnvelopeFormat.COSE, envelope, check);
  }
}
