package dev.layerseal.oci;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;
import java.util.Optional;

/**
 * An image in an OCI image layout on this machine: {@code PATH[:tag][@digest]}, where PATH is the
 * layout's folder or an archive of it.
 */
public record LayoutReference(String path, Optional<String> tag, Optional<Digest> digest)
    implements ImageReference {

  /**
   * The reference that {@code text} spells. What stands behind the last colon is a tag unless it
   * has a slash.
   *
   * @throws FormatException when the path is empty, or the tag or the digest is malformed
   * @throws UnsupportedFeatureException when its digest is neither sha256 nor sha512
   */
  public static LayoutReference parse(String text)
      throws FormatException, UnsupportedFeatureException {
    int at = text.lastIndexOf('@');
    boolean digested = at >= 0 && text.indexOf(':', at) > 0 && text.indexOf('/', at) < 0;
    Optional<Digest> digest =
        digested ? Optional.of(Digest.parse(text.substring(at + 1))) : Optional.empty();
    String rest = digested ? text.substring(0, at) : text;
    int colon = rest.lastIndexOf(':');
    boolean tagged = colon >= 0 && rest.indexOf('/', colon) < 0;
    Optional<String> tag = tagged ? Optional.of(rest.substring(colon + 1)) : Optional.empty();
    String path = tagged ? rest.substring(0, colon) : rest;
    if (path.isEmpty() || path.indexOf('\0') >= 0) {
      throw new FormatException(
          "reference \"%s\": expected the path of a layout, then [:tag][@digest]".formatted(text));
    }
    if (tag.isPresent() && !Reference.TAG.matcher(tag.get()).matches()) {
      throw new FormatException("reference \"%s\": \"%s\" is no tag".formatted(text, tag.get()));
    }
    return new LayoutReference(path, tag, digest);
  }

  @Override
  public LayoutReference withDigest(Digest other) {
    return new LayoutReference(path, Optional.empty(), Optional.of(other));
  }

  @Override
  public LayoutReference withTag(String other) {
    return new LayoutReference(path, Optional.of(other), Optional.empty());
  }

  @Override
  public String toString() {
    return path
        + tag.map(text -> ":" + text).orElse("")
        + digest.map(value -> "@" + value).orElse("");
  }
}
