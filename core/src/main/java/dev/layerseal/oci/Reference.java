package dev.layerseal.oci;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An image in a registry: {@code registry/repository[:tag][@digest]} (OCI distribution
 * specification, "Pulling manifests"). Short names mean Docker Hub, as everywhere: {@code alpine}
 * is {@code docker.io/library/alpine}.
 *
 * @param registry host name and perhaps a port
 */
public record Reference(
    String registry, String repository, Optional<String> tag, Optional<Digest> digest)
    implements ImageReference {

  private static final String DOCKER_HUB = "docker.io";
  private static final int MAX_NAME = 255;
  private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
  private static final Pattern REGISTRY =
      Pattern.compile(
          "(?:%1$s(?:\\.%1$s)*|\\[[0-9a-fA-F:.]{2,45}\\])(?::[0-9]{1,5})?".formatted(LABEL));
  private static final String COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
  private static final Pattern REPOSITORY = Pattern.compile(COMPONENT + "(?:/" + COMPONENT + ")*");
  static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

  /**
   * The reference that {@code text} spells.
   *
   * @throws FormatException when it has another form
   * @throws UnsupportedFeatureException when its digest is neither sha256 nor sha512
   */
  public static Reference parse(String text) throws FormatException, UnsupportedFeatureException {
    int at = text.indexOf('@');
    String name = at < 0 ? text : text.substring(0, at);
    Optional<Digest> digest =
        at < 0 ? Optional.empty() : Optional.of(Digest.parse(text.substring(at + 1)));
    int colon = name.lastIndexOf(':');
    Optional<String> tag = Optional.empty();
    if (colon > name.lastIndexOf('/')) {
      tag = Optional.of(name.substring(colon + 1));
      name = name.substring(0, colon);
    }
    int slash = name.indexOf('/');
    boolean named = slash > 0 && isRegistry(name.substring(0, slash));
    String registry = named ? name.substring(0, slash) : DOCKER_HUB;
    String repository = named ? name.substring(slash + 1) : name;
    return of(text, registry, repository, tag, digest);
  }

  private static Reference of(
      String text,
      String registry,
      String repository,
      Optional<String> tag,
      Optional<Digest> digest)
      throws FormatException {
    boolean hub = registry.equals(DOCKER_HUB) || registry.equals("index.docker.io");
    String path = hub && !repository.contains("/") ? "library/" + repository : repository;
    if (!REGISTRY.matcher(registry).matches()) {
      throw malformed(text, "\"%s\" is no registry".formatted(registry));
    }
    if (!REPOSITORY.matcher(path).matches() || registry.length() + path.length() >= MAX_NAME) {
      throw malformed(text, "\"%s\" is no repository".formatted(repository));
    }
    if (tag.isPresent() && !TAG.matcher(tag.get()).matches()) {
      throw malformed(text, "\"%s\" is no tag".formatted(tag.get()));
    }
    return new Reference(hub ? DOCKER_HUB : registry, path, tag, digest);
  }

  /** As docker decides whether the first word is a host or a part of a Docker Hub name. */
  private static boolean isRegistry(String word) {
    return word.contains(".")
        || word.contains(":")
        || word.equals("localhost")
        || !word.equals(word.toLowerCase(java.util.Locale.ROOT));
  }

  private static FormatException malformed(String text, String why) {
    return new FormatException(
        "reference \"%s\": %s, expected registry/repository[:tag][@digest]".formatted(text, why));
  }

  /** Host and port that the registry's API is asked at. */
  public String apiHost() {
    return registry.equals(DOCKER_HUB) ? "registry-1.docker.io" : registry;
  }

  /** Whether the registry runs on this machine, where plain HTTP is the custom. */
  public boolean loopback() {
    String host = registry.replaceFirst(":[0-9]+$", "");
    return host.equals("localhost")
        || host.matches("127(?:\\.[0-9]{1,3}){3}")
        || host.equals("[::1]");
  }

  @Override
  public Reference withDigest(Digest other) {
    return new Reference(registry, repository, Optional.empty(), Optional.of(other));
  }

  @Override
  public Reference withTag(String other) {
    return new Reference(registry, repository, Optional.of(other), Optional.empty());
  }

  @Override
  public String toString() {
    return registry
        + "/"
        + repository
        + tag.map(text -> ":" + text).orElse("")
        + digest.map(value -> "@" + value).orElse("");
  }
}
