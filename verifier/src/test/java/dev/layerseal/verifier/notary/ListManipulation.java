package dev.layerseal.verifier.notary;

import dev.layerseal.testdata.registry.FaultyRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One change of the list that a registry without Referrers API keeps under a tag.
 *
 * @param change of the text of the list
 * @param expected as in {@link Manipulation}
 * @param notation what notation says
 */
record ListManipulation(
    String name, UnaryOperator<String> change, String expected, String notation) {

  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String SIGNATURE = "application/vnd.cncf.notary.signature";

  static List<ListManipulation> all() {
    return List.of(
        accepted("nothing", list -> list),
        accepted("other annotations", list -> list.replace("\"a\":\"b\"", "\"a\":\"c\"")),
        accepted("the entry twice", list -> list.replaceAll("\\[(.*)]", "[$1,$1]")),
        accepted(
            "an entry of something else before",
            list -> list.replace("[", "[" + entry("text/plain", "0".repeat(64)) + ",")),
        refused("no entry", list -> list.replaceAll("\\[.*]", "[]")),
        refused("another digest", list -> list.replaceAll("sha256:[0-9a-f]{4}", "sha256:0000")),
        refused("a digest by md5", list -> list.replace("sha256:", "md5:")),
        refused("one byte longer", list -> list.replaceAll("\"size\":(\\d+)", "\"size\":9$1")),
        refused("no size", list -> list.replaceAll(",\"size\":\\d+", "")),
        refused("entry of another type", list -> list.replace(SignedLayout.TYPE, "text/plain")),
        refused("cut", list -> list.substring(0, list.length() - 2)),
        refused("no index at all", list -> "[]"),
        hint("another artifact type", list -> list.replace(SIGNATURE, "text/plain")),
        hint("no artifact type", list -> list.replaceAll(",\"artifactType\":\"[^\"]*\"", "")));
  }

  private static String entry(String artifactType, String hex) {
    return "{\"mediaType\":\"%s\",\"digest\":\"sha256:%s\",\"size\":2,\"artifactType\":\"%s\"}"
        .formatted(SignedLayout.TYPE, hex, artifactType);
  }

  private static ListManipulation accepted(String name, UnaryOperator<String> change) {
    return new ListManipulation(name, change, Manipulation.ACCEPTED, Manipulation.ACCEPTED);
  }

  private static ListManipulation refused(String name, UnaryOperator<String> change) {
    return new ListManipulation(name, change, Manipulation.REFUSED, Manipulation.REFUSED);
  }

  /** What the list says about a manifest's kind decides for notation; here the manifest does. */
  private static ListManipulation hint(String name, UnaryOperator<String> change) {
    return new ListManipulation(name, change, Manipulation.ACCEPTED, Manipulation.REFUSED);
  }

  /** Puts the image, its signature and the changed list into a repository of their own. */
  void push(FaultyRegistry registry, String repository) {
    SignedLayout layout =
        SignedLayout.of(dev.layerseal.notary.EnvelopeFormat.JWS, JwsManipulations.good());
    byte[] image = NotationVectors.read("image/manifest.json");
    String digest = registry.putManifest(repository, "v1", SignedLayout.TYPE, image);
    registry.putBlob(repository, layout.envelope());
    byte[] manifest = layout.manifest().getBytes(StandardCharsets.UTF_8);
    String signature = registry.putManifest(repository, "x", SignedLayout.TYPE, manifest);
    String entry =
        "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"artifactType\":\"%s\",\"annotations\":{\"a\":\"b\"}}"
            .formatted(SignedLayout.TYPE, signature, manifest.length, SIGNATURE);
    String list =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}".formatted(INDEX, entry);
    byte[] changed = change.apply(list).getBytes(StandardCharsets.UTF_8);
    registry.putManifest(repository, digest.replace(':', '-'), INDEX, changed);
  }
}
