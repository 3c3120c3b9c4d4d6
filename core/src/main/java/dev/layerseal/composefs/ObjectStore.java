package dev.layerseal.composefs;

import dev.layerseal.error.FormatException;
import dev.layerseal.folder.RawPath;
import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.fsverity.FsVerityHasher;
import dev.layerseal.fsverity.FsVerityParameters;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A folder of file contents, each under its fs-verity digest as {@code HH/REST}. An object appears
 * under its name only when it is complete and on disk: an interrupted build leaves at most
 * temporary files behind.
 */
public final class ObjectStore {

  /** Files up to this size are read once and kept while their digest is computed. */
  private static final int IN_MEMORY = 1 << 20;

  private static final int BUFFER = 1 << 16;

  private static final Set<PosixFilePermission> PERMISSIONS =
      PosixFilePermissions.fromString("rw-r--r--");

  private final Path root;
  private final FsVerityParameters parameters;
  private final boolean replaceAltered;

  /** Objects that were read or written here, and are what their name says. */
  private final Set<FsVerityDigest> intact = ConcurrentHashMap.newKeySet();

  /** Folders that were made here or found. */
  private final Set<Path> folders = ConcurrentHashMap.newKeySet();

  /** The store in {@code root}, which need not exist yet. */
  public ObjectStore(Path root, FsVerityParameters parameters) {
    this(root, parameters, false);
  }

  /**
   * The store in {@code root}, which need not exist yet.
   *
   * @param replaceAltered whether an object that is not what its name says is written again, in
   *     place of a refusal
   */
  public ObjectStore(Path root, FsVerityParameters parameters, boolean replaceAltered) {
    this.root = root;
    this.parameters = parameters;
    this.replaceAltered = replaceAltered;
  }

  /** What is wrong with an object. */
  public enum Finding {
    MISSING,
    ALTERED;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Where the object of {@code digest} is or would be. */
  public Path path(FsVerityDigest digest) {
    return root.resolve(ObjectPath.of(digest));
  }

  /** Whether anything is at {@code payload}, a path below the store with or without a slash. */
  public static boolean has(Path root, byte[] payload) {
    return RawPath.below(root, payload).filter(Files::exists).isPresent();
  }

  /** An object that is written in pieces. */
  public ObjectWriter writer() throws IOException {
    return new ObjectWriter(this, parameters, temporary());
  }

  /** The digest of the file {@code source}, which is in the store afterwards. */
  public FsVerityDigest add(Path source) throws IOException, FormatException {
    if (Files.size(source) <= IN_MEMORY) {
      return add(Files.readAllBytes(source));
    }
    FsVerityDigest digest;
    try (InputStream in = Files.newInputStream(source)) {
      digest = FsVerityHasher.digest(parameters, in);
    }
    if (!holds(digest)) {
      Path temporary = temporary();
      try {
        copy(source, temporary, digest);
        publish(temporary, digest);
      } finally {
        Files.deleteIfExists(temporary);
      }
    }
    return digest;
  }

  /** The digest of {@code content}, which is in the store afterwards. */
  public FsVerityDigest add(byte[] content) throws IOException, FormatException {
    FsVerityDigest digest = FsVerityHasher.digest(parameters, content);
    if (!holds(digest)) {
      Path temporary = temporary();
      try {
        try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
          write(out, ByteBuffer.wrap(content));
          out.force(true);
        }
        publish(temporary, digest);
      } finally {
        Files.deleteIfExists(temporary);
      }
    }
    return digest;
  }

  /** Copies, and refuses when the file changed since its digest was computed. */
  private void copy(Path source, Path temporary, FsVerityDigest digest)
      throws IOException, FormatException {
    FsVerityHasher hasher = new FsVerityHasher(parameters);
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(source);
        FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        hasher.update(buffer, 0, length);
        write(out, ByteBuffer.wrap(buffer, 0, length));
      }
      out.force(true);
    }
    if (!hasher.finish().equals(digest)) {
      throw new FormatException(source + ": the file changed while it was read");
    }
  }

  private static void write(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  /** Has its final mode at once: what is changed after it was forced to disk is forced again. */
  private Path temporary() throws IOException {
    makeFolder(root);
    Path temporary = Files.createTempFile(root, ".tmp", "");
    Files.setPosixFilePermissions(temporary, PERMISSIONS);
    return temporary;
  }

  private void makeFolder(Path folder) throws IOException {
    if (!folders.contains(folder)) {
      Files.createDirectories(folder);
      folders.add(folder);
    }
  }

  void publish(Path temporary, FsVerityDigest digest) throws IOException {
    Path target = path(digest);
    Path folder = target.getParent();
    if (folder != null) {
      makeFolder(folder);
    }
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
    intact.add(digest);
  }

  /**
   * Whether the object is there already; it is read before it is used again.
   *
   * @throws FormatException when it is not what its name says and is not to be replaced
   */
  boolean holds(FsVerityDigest digest) throws IOException, FormatException {
    if (intact.contains(digest)) {
      return true;
    }
    Optional<Finding> finding = check(digest);
    if (finding.isEmpty()) {
      intact.add(digest);
      return true;
    }
    if (finding.get() == Finding.ALTERED && !replaceAltered) {
      throw new FormatException(
          path(digest) + ": the object is not what its name says",
          "--replace-objects writes it again",
          null);
    }
    return false;
  }

  /** Computes the digest of the object again; empty when it is there and is what its name says. */
  public Optional<Finding> check(FsVerityDigest digest) throws IOException {
    return check(path(digest), Set.of(digest));
  }

  /**
   * Computes the digest of what is at {@code payload} below {@code root}; empty when it is there
   * and has all of {@code expected}.
   */
  public static Optional<Finding> check(Path root, byte[] payload, Set<FsVerityDigest> expected)
      throws IOException {
    Optional<Path> object = RawPath.below(root, payload);
    return object.isEmpty() ? Optional.of(Finding.MISSING) : check(object.get(), expected);
  }

  private static Optional<Finding> check(Path object, Set<FsVerityDigest> expected)
      throws IOException {
    if (!Files.isRegularFile(object)) {
      return Optional.of(Finding.MISSING);
    }
    for (FsVerityDigest digest : expected) {
      try (InputStream in = Files.newInputStream(object)) {
        FsVerityParameters parameters = FsVerityParameters.of(digest.algorithm());
        if (!FsVerityHasher.digest(parameters, in).equals(digest)) {
          return Optional.of(Finding.ALTERED);
        }
      }
    }
    return Optional.empty();
  }
}
