package dev.layerseal.verifier.trust;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The trust policy in force: {@code trustpolicy.oci.json} where it is, else {@code
 * trustpolicy.json}.
 *
 * @param file where it is
 * @param warning that the other file says something else; notation 1 reads only {@code
 *     trustpolicy.json}
 */
public record PolicyFile(Path file, TrustPolicy policy, Optional<String> warning) {

  private static final int MAX_LENGTH = 1 << 20;

  /**
   * Reads the policy in force.
   *
   * @throws VerificationException when there is none
   * @throws FormatException when it breaks a rule
   */
  public static PolicyFile read(NotationFolders folders) throws LayersealException, IOException {
    boolean oci = present(folders.ociPolicy());
    boolean old = present(folders.policy());
    if (!oci && !old) {
      throw new VerificationException(
          Reason.POLICY,
          "trust policy is not present: neither %s nor %s"
              .formatted(folders.ociPolicy(), folders.policy()),
          "write one with 'layerseal policy init', or import one with 'layerseal policy import'",
          null);
    }
    Path file = oci ? folders.ociPolicy() : folders.policy();
    byte[] bytes = bytes(file);
    return new PolicyFile(
        file, decode(file, bytes), oci && old ? difference(folders, bytes) : Optional.empty());
  }

  /** Reads the policy for blobs. */
  public static BlobTrustPolicy readBlob(NotationFolders folders)
      throws LayersealException, IOException {
    Path file = folders.blobPolicy();
    if (!present(file)) {
      throw new VerificationException(Reason.POLICY, "trust policy is not present: " + file);
    }
    try {
      return BlobTrustPolicy.decode(bytes(file));
    } catch (FormatException e) {
      throw e.at(file.toString());
    }
  }

  /** The policy that {@code bytes} hold, {@code file} being named in messages. */
  public static TrustPolicy decode(Path file, byte[] bytes) throws FormatException {
    try {
      return TrustPolicy.decode(bytes);
    } catch (FormatException e) {
      throw e.at(file.toString());
    }
  }

  /**
   * Puts a policy in force, after a check that it keeps every rule: under both names, so that every
   * version of notation reads the same.
   */
  public static void write(NotationFolders folders, Path source, byte[] policy)
      throws FormatException, IOException {
    decode(source, policy);
    Files.createDirectories(folders.config());
    for (Path file : List.of(folders.policy(), folders.ociPolicy())) {
      replace(file, policy);
    }
  }

  /** The {@link LayersealPolicy} that {@code bytes} hold, {@code file} being named in messages. */
  public static LayersealPolicy decodeOwn(Path file, byte[] bytes) throws FormatException {
    try {
      return LayersealPolicy.decode(bytes);
    } catch (FormatException e) {
      throw e.at(file.toString());
    }
  }

  /** Puts a {@link LayersealPolicy} in force, after a check that it keeps every rule. */
  public static void writeOwn(NotationFolders folders, Path source, byte[] policy)
      throws FormatException, IOException {
    decodeOwn(source, policy);
    Files.createDirectories(folders.config());
    replace(folders.ownPolicy(), policy);
  }

  /** Puts a policy for blobs in force, after a check that it keeps every rule. */
  public static void writeBlob(NotationFolders folders, Path source, byte[] policy)
      throws FormatException, IOException {
    checkBlob(source, policy);
    Files.createDirectories(folders.config());
    replace(folders.blobPolicy(), policy);
  }

  /** Checks that a policy for blobs keeps every rule, {@code source} being named in messages. */
  public static void checkBlob(Path source, byte[] policy) throws FormatException {
    try {
      BlobTrustPolicy.decode(policy);
    } catch (FormatException e) {
      throw e.at(source.toString());
    }
  }

  private static void replace(Path file, byte[] policy) throws IOException {
    Path temporary = Files.createTempFile(file.toAbsolutePath().getParent(), "policy", null);
    try {
      Files.write(temporary, policy);
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** The bytes of a policy file, which may be no link. */
  public static byte[] bytes(Path file) throws FormatException, IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FormatException(file + ": no regular file; links are not followed");
    }
    if (Files.size(file) > MAX_LENGTH) {
      throw new FormatException("%s: more than %d bytes".formatted(file, MAX_LENGTH));
    }
    return Files.readAllBytes(file);
  }

  /** Whether notation has a policy, under either name. */
  static boolean present(NotationFolders folders) {
    return present(folders.ociPolicy()) || present(folders.policy());
  }

  private static boolean present(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static Optional<String> difference(NotationFolders folders, byte[] oci)
      throws IOException {
    boolean alike;
    try {
      byte[] old = bytes(folders.policy());
      alike = Arrays.equals(oci, old) || JsonObject.parse(oci).equals(JsonObject.parse(old));
    } catch (FormatException e) {
      alike = false;
    }
    return alike
        ? Optional.empty()
        : Optional.of(
            "%s and %s differ: %s is in force here, and notation 1 reads the other one"
                .formatted(folders.ociPolicy(), folders.policy(), folders.ociPolicy()));
  }
}
