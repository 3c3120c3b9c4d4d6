package dev.layerseal.testdata.registry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one repository of the registry holds. Digests are texts here: nothing is checked twice. */
final class Contents {

  /** A manifest with the type it was pushed as. */
  record Stored(String type, byte[] bytes) {}

  private static final Pattern SUBJECT =
      Pattern.compile("\"subject\"\\s*:\\s*\\{[^}]*\"digest\"\\s*:\\s*\"([^\"]+)\"");
  private static final Pattern ARTIFACT_TYPE =
      Pattern.compile("^[^\\[{]*\\{[^\\[{]*\"artifactType\"\\s*:\\s*\"([^\"]+)\"");

  final Map<String, byte[]> blobs = new LinkedHashMap<>();
  final Map<String, Stored> manifests = new LinkedHashMap<>();
  final Map<String, String> tags = new LinkedHashMap<>();

  Optional<Stored> manifest(String reference) {
    return Optional.ofNullable(manifests.get(tags.getOrDefault(reference, reference)));
  }

  String put(String reference, Stored manifest) {
    String digest = sha256(manifest.bytes());
    manifests.put(digest, manifest);
    if (!reference.contains(":")) {
      tags.put(reference, digest);
    }
    return digest;
  }

  /** Removes a manifest by its digest, and its tags; or one tag. */
  void delete(String reference) {
    if (manifests.remove(reference) == null) {
      tags.remove(reference);
    } else {
      tags.values().removeIf(reference::equals);
    }
  }

  static Optional<String> subject(byte[] manifest) {
    Matcher matcher = SUBJECT.matcher(new String(manifest, StandardCharsets.UTF_8));
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** The entries of a referrers list, as JSON objects. */
  List<String> referrers(String subject) {
    List<String> found = new ArrayList<>();
    manifests.forEach(
        (digest, manifest) -> {
          if (subject(manifest.bytes()).filter(subject::equals).isPresent()) {
            found.add(
                "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d%s}"
                    .formatted(
                        manifest.type(), digest, manifest.bytes().length, artifactType(manifest)));
          }
        });
    return found;
  }

  private static String artifactType(Stored manifest) {
    Matcher matcher = ARTIFACT_TYPE.matcher(new String(manifest.bytes(), StandardCharsets.UTF_8));
    return matcher.find() ? ",\"artifactType\":\"" + matcher.group(1) + "\"" : "";
  }

  static String sha256(byte[] content) {
    try {
      byte[] raw = MessageDigest.getInstance("SHA-256").digest(content);
      return "sha256:" + HexFormat.of().formatHex(raw);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
