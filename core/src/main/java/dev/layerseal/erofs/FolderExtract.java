package dev.layerseal.erofs;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.tree.PrintableBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes the files of an image into a new folder, as an ordinary user can: owners, extended
 * attributes, set-id bits and devices are left out.
 *
 * <p>Nothing is written outside of the folder: every name is one path component, nothing that
 * exists is opened, and symbolic links are made last, when no path is walked any more.
 */
public final class FolderExtract implements ImageWalk.Visitor {

  /**
   * What was written.
   *
   * @param skipped paths of devices, fifos and sockets, which were left out
   */
  public record Result(long directories, long files, long bytes, List<String> skipped) {}

  private record Pending(Path path, ImageInode inode) {}

  private static final int PIECE = 1 << 16;

  private final ImageReader reader;
  private final Path folder;
  private final ByteLimit limit;
  private final byte[] buffer = new byte[PIECE];
  private final List<Pending> directories = new ArrayList<>();
  private final Map<Path, byte[]> links = new LinkedHashMap<>();
  private final List<String> skipped = new ArrayList<>();
  private long files;

  private FolderExtract(ImageReader reader, Path folder, ByteLimit limit) {
    this.reader = reader;
    this.folder = folder;
    this.limit = limit;
  }

  /**
   * Extracts everything.
   *
   * @param folder is made; it may exist when it is empty
   * @param maxBytes content that is written at most
   */
  public static Result extract(ImageReader reader, Path folder, long maxBytes)
      throws IOException, LayersealException {
    if (Files.exists(folder)) {
      try (Stream<Path> inside = Files.list(folder)) {
        if (inside.findAny().isPresent()) {
          throw new java.nio.file.DirectoryNotEmptyException(folder.toString());
        }
      }
    } else {
      Files.createDirectories(folder);
    }
    FolderExtract extract = new FolderExtract(reader, folder.toRealPath(), new ByteLimit(maxBytes));
    ImageWalk.walk(reader, extract);
    return extract.finish();
  }

  @Override
  public void directory(byte[] path, ImageInode directory) throws IOException, LayersealException {
    Path target = resolve(path);
    if (path.length > 0) {
      Files.createDirectory(target);
    }
    directories.add(new Pending(target, directory));
  }

  @Override
  public void file(byte[] path, ImageInode inode, Optional<byte[]> first)
      throws IOException, LayersealException {
    Path target = resolve(path);
    switch (inode.type()) {
      case REGULAR -> {
        if (first.isPresent()) {
          Files.createLink(target, resolve(first.get()));
        } else {
          write(target, inode);
        }
        files++;
      }
      case SYMLINK -> {
        links.put(target, reader.target(inode));
        files++;
      }
      default -> skipped.add(PrintableBytes.of(path));
    }
  }

  private void write(Path target, ImageInode inode) throws IOException, LayersealException {
    ImageSource source = reader.source(inode);
    try (FileChannel out =
        FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long at = 0;
      while (at < source.size()) {
        long hole = source.zeros(at);
        at += hole > 0 ? hole : copy(source, at, out);
      }
      if (out.size() < source.size()) {
        out.write(ByteBuffer.allocate(1), source.size() - 1);
      }
    }
    attributes(target, inode);
  }

  private int copy(ImageSource source, long at, FileChannel out)
      throws IOException, LayersealException {
    int length = (int) Math.min(buffer.length, source.size() - at);
    limit.spend(length);
    source.read(at, buffer, 0, length);
    ByteBuffer piece = ByteBuffer.wrap(buffer, 0, length);
    while (piece.hasRemaining()) {
      out.write(piece, at + length - piece.remaining());
    }
    return length;
  }

  private Result finish() throws IOException, LayersealException {
    for (Map.Entry<Path, byte[]> link : links.entrySet()) {
      try {
        Files.createSymbolicLink(
            link.getKey(), folder.getFileSystem().getPath(text(link.getValue())));
      } catch (InvalidPathException e) {
        throw unwritable(link.getValue());
      }
    }
    Collections.reverse(directories);
    for (Pending directory : directories) {
      attributes(directory.path(), directory.inode());
    }
    return new Result(directories.size(), files, limit.spent(), skipped);
  }

  private static void attributes(Path path, ImageInode inode) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(path, permissions(inode.disk().mode()));
    }
    Files.setLastModifiedTime(
        path, FileTime.from(Instant.EPOCH.plusNanos(inode.nanos()).plusSeconds(clamped(inode))));
  }

  /** Seconds that a {@link FileTime} can carry. */
  private static long clamped(ImageInode inode) {
    long far = 1L << 40;
    return Math.max(-far, Math.min(far, inode.mtime()));
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    PosixFilePermission[] bits = PosixFilePermission.values();
    Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < bits.length; i++) {
      if ((mode & 0400 >> i) != 0) {
        set.add(bits[i]);
      }
    }
    return set;
  }

  private Path resolve(byte[] path) throws LayersealException {
    Path target = folder;
    if (path.length == 0) {
      return target;
    }
    for (String name : text(path).split("/")) {
      try {
        Path child = target.resolve(name);
        if (!target.equals(child.getParent()) || !child.getFileName().toString().equals(name)) {
          throw unwritable(path);
        }
        target = child;
      } catch (InvalidPathException e) {
        throw unwritable(path);
      }
    }
    return target;
  }

  private static String text(byte[] bytes) throws LayersealException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw unwritable(bytes);
    }
  }

  private static UnsupportedFeatureException unwritable(byte[] path) {
    return new UnsupportedFeatureException(
        "%s: the name cannot be written here".formatted(PrintableBytes.of(path)),
        "extract to a tar, which keeps any name",
        null);
  }

  /** How much may be written. */
  static final class ByteLimit {

    private final long limit;
    private long spent;

    ByteLimit(long limit) {
      this.limit = limit;
    }

    void spend(long bytes) throws FormatException {
      if (bytes > limit - spent) {
        throw new FormatException(
            "the content is more than %d bytes".formatted(limit), "--max-size allows more", null);
      }
      spent += bytes;
    }

    long spent() {
      return spent;
    }
  }
}
