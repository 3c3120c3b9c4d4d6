package dev.layerseal.verifier.notary;

import static dev.layerseal.verifier.notary.Manipulation.ACCEPTED;
import static dev.layerseal.verifier.notary.Manipulation.UNSIGNED;

import dev.layerseal.notary.EnvelopeFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Every field of the signature's manifest and of what lists it, and the stored envelope. */
final class ManifestManipulations {

  private static final String INTEGRITY = "integrity";
  private static final String TYPE = "application/vnd.cncf.notary.signature";
  private static final String EMPTY = "application/vnd.oci.empty.v1+json";

  private final List<Manipulation> all = new ArrayList<>();
  private final EnvelopeFormat format;
  private final byte[] envelope;
  private final SignedLayout good;
  private String why = "";
  private String notation = "";

  private ManifestManipulations(EnvelopeFormat format, byte[] envelope) {
    this.format = format;
    this.envelope = envelope;
    this.good = SignedLayout.of(format, envelope);
  }

  static List<Manipulation> all() {
    List<Manipulation> all = new ArrayList<>();
    all.addAll(new ManifestManipulations(EnvelopeFormat.JWS, JwsManipulations.good()).made());
    all.addAll(new ManifestManipulations(EnvelopeFormat.COSE, CoseManipulations.good()).made());
    return all;
  }

  private List<Manipulation> made() {
    unsignedFacts();
    subject();
    layer();
    config();
    document();
    blob();
    listed();
    return all;
  }

  private void unsignedFacts() {
    add("nothing", ACCEPTED, good);
    change("thumbprint of another", ACCEPTED, "[\\\"00\\\"]", "[\\\"11\\\"]");
    change("thumbprint that is no list", ACCEPTED, "[\\\"00\\\"]", "x");
    change(
        "no thumbprint",
        ACCEPTED,
        "\"io.cncf.notary.x509chain.thumbprint#S256\":\"[\\\"00\\\"]\",",
        "");
    change("created at another time", ACCEPTED, "2024-06-01T00:00:00Z", "1999-01-01T00:00:00Z");
    change("created that is no time", ACCEPTED, "2024-06-01T00:00:00Z", "yesterday");
    change(
        "no created",
        ACCEPTED,
        ",\"org.opencontainers.image.created\":\"2024-06-01T00:00:00Z\"",
        "");
    change("one more annotation", ACCEPTED, "\"annotations\":{", "\"annotations\":{\"a\":\"b\",");
    manifest(
        "no annotations", ACCEPTED, text -> text.replaceFirst(",\"annotations\":\\{.*}}$", "}"));
  }

  private void subject() {
    String digest = NotationVectors.image().digest().toString();
    String subject = SignedLayout.descriptor(SignedLayout.TYPE, digest, 555);
    change("no subject", UNSIGNED, ",\"subject\":" + subject, "");
    change("subject null", UNSIGNED, subject, "null");
    change("subject of another digest", UNSIGNED, digest, digest.replace("sha256:b", "sha256:c"));
    change("subject by md5", UNSIGNED, digest, digest.replace("sha256:", "md5:"));
    change("subject of another size", INTEGRITY, "\"size\":555", "\"size\":556");
    change("subject of no size", UNSIGNED, ",\"size\":555", "");
    String index = "application/vnd.oci.image.index.v1+json";
    manifest(
        "subject of another type",
        INTEGRITY,
        text -> text.replace(subject, SignedLayout.descriptor(index, digest, 555)));
  }

  private void layer() {
    String layer =
        SignedLayout.descriptor(
            format.mediaType(), "sha256:" + SignedLayout.sha256(envelope), envelope.length);
    EnvelopeFormat other = format == EnvelopeFormat.JWS ? EnvelopeFormat.COSE : EnvelopeFormat.JWS;
    change("no layer", INTEGRITY, "[" + layer + "]", "[]");
    change("no layers", INTEGRITY, "\"layers\":[" + layer + "],", "");
    change("two layers", INTEGRITY, layer, layer + "," + layer);
    change("layer of the other type", INTEGRITY, format.mediaType(), other.mediaType());
    change("layer of an unknown type", INTEGRITY, format.mediaType(), "application/json");
    differs(Manipulation.WHOLE, INTEGRITY)
        .change(
            "layer without type", UNSIGNED, "\"mediaType\":\"" + format.mediaType() + "\",", "");
    String size = "\"size\":" + envelope.length;
    change("layer one byte longer", INTEGRITY, size, "\"size\":" + (envelope.length + 1));
    change("layer one byte shorter", INTEGRITY, size, "\"size\":" + (envelope.length - 1));
    change("layer of no length", INTEGRITY, size, "\"size\":0");
    change("layer of a negative length", UNSIGNED, size, "\"size\":-1");
    change("layer of 40 MiB", INTEGRITY, size, "\"size\":" + (40 << 20));
    String hex = SignedLayout.sha256(envelope);
    change(
        "layer that is the config",
        INTEGRITY,
        hex,
        SignedLayout.sha256("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    change("layer that is absent", INTEGRITY, hex, "0".repeat(64));
    change("layer by md5", UNSIGNED, "sha256:" + hex, "md5:" + hex.substring(32));
    change("layer from an address", ACCEPTED, size, size + ",\"urls\":[\"http://127.0.0.1:1/\"]");
  }

  private void config() {
    change("config of another type", UNSIGNED, TYPE, "application/vnd.oci.image.config.v1+json");
    change("config of the empty type", UNSIGNED, TYPE, EMPTY);
    change("config of other content", ACCEPTED, "sha256:44136f", "sha256:44136e");
    change("config of another length", ACCEPTED, "\"size\":2}", "\"size\":3}");
    String artifact = "\"schemaVersion\":2,\"artifactType\":\"";
    String schema = "\"schemaVersion\":2,";
    differs(Manipulation.OLDER_SHAPE, ACCEPTED)
        .change(
            "artifact type beside a config that is not empty",
            INTEGRITY,
            schema,
            artifact + TYPE + "\",");
    differs(Manipulation.OLDER_SHAPE, ACCEPTED)
        .change("another artifact type", UNSIGNED, schema, artifact + "application/x\",");
    differs(Manipulation.OLDER_SHAPE, UNSIGNED)
        .manifest(
            "newer shape",
            ACCEPTED,
            text -> text.replace(TYPE, EMPTY).replace(schema, artifact + TYPE + "\","));
  }

  private void document() {
    differs(Manipulation.TYPED, ACCEPTED)
        .change("schemaVersion 1", UNSIGNED, "\"schemaVersion\":2", "\"schemaVersion\":1");
    change("one more member", ACCEPTED, "{\"schemaVersion\"", "{\"more\":1,\"schemaVersion\"");
    differs(Manipulation.ONE_READING, ACCEPTED)
        .manifest("a member twice", UNSIGNED, t -> t.replaceFirst("\\{", "{\"layers\":[],"));
    manifest("cut", UNSIGNED, text -> text.substring(0, text.length() - 1));
    manifest("two values", UNSIGNED, text -> text + "{}");
    manifest(
        "an annotation that is a number",
        UNSIGNED,
        t -> t.replace("\"2024-06-01T00:00:00Z\"", "1"));
    differs(Manipulation.TYPED, ACCEPTED)
        .manifest(
            "index as its own type",
            UNSIGNED,
            t -> t.replaceFirst("image.manifest.v1", "image.index.v1"));
  }

  private void blob() {
    byte[] changed = envelope.clone();
    changed[changed.length / 2] ^= 1;
    add("blob with one bit changed", INTEGRITY, good.withStored(changed));
    byte[] longer = java.util.Arrays.copyOf(envelope, envelope.length + 1);
    add("blob one byte longer", INTEGRITY, good.withStored(longer));
    byte[] shorter = java.util.Arrays.copyOf(envelope, envelope.length - 1);
    add("blob one byte shorter", INTEGRITY, good.withStored(shorter));
    add("no blob", INTEGRITY, good.withStored(new byte[0]));
  }

  private void listed() {
    index("manifest not listed", UNSIGNED, ",\\{\"mediaType\":[^{]*SIZE}", "");
    index("manifest listed one byte longer", UNSIGNED, "SIZE", "9SIZE");
    index(
        "manifest listed as an index",
        Manipulation.UNREADABLE,
        "(?s)manifest(.v1[^{]*SIZE)",
        "index$1");
    index(
        "manifest listed as something else",
        UNSIGNED,
        "[^\"]*image.manifest([^{]*SIZE)",
        "text/plain\",\"x\":\"$1");
    index("manifest listed with another digest", UNSIGNED, "DIGEST", "sha256:" + "0".repeat(64));
    index(
        "manifest listed with another artifact type",
        ACCEPTED,
        "SIZE",
        "SIZE,\"artifactType\":\"text/plain\"");
    index(
        "manifest listed with other annotations",
        ACCEPTED,
        "SIZE",
        "SIZE,\"annotations\":{\"a\":\"b\"}");
    differs(Manipulation.LISTED, UNSIGNED)
        .index("image not listed", ACCEPTED, "\\[\\{[^}]*},", "[");
  }

  private void change(String name, String expected, String from, String to) {
    manifest(name, expected, text -> text.replace(from, to));
  }

  private void manifest(String name, String expected, UnaryOperator<String> change) {
    add("manifest: " + name, expected, good.withManifest(change));
  }

  private void index(String name, String expected, String from, String to) {
    add("layout: " + name, expected, good.withIndex(text -> text.replaceAll(from, to)));
  }

  /** Says of the next change that notation says something else. */
  private ManifestManipulations differs(String reason, String verdict) {
    why = reason;
    notation = verdict;
    return this;
  }

  private void add(String name, String expected, SignedLayout layout) {
    Manipulation made = Manipulation.of(format + " " + name, layout, expected);
    all.add(why.isEmpty() ? made : made.notation(notation, why));
    why = "";
  }
}
