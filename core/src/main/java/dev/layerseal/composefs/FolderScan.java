package dev.layerseal.composefs;

import dev.layerseal.composefs.FolderOptions.XattrChoice;
import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.fsverity.FsVerityHasher;
import dev.layerseal.fsverity.FsVerityParameters;
import dev.layerseal.tree.Content;
import dev.layerseal.tree.DeviceNumber;
import dev.layerseal.tree.FileName;
import dev.layerseal.tree.Inode;
import dev.layerseal.tree.Inode.RegularFile;
import dev.layerseal.tree.Inode.Special;
import dev.layerseal.tree.Inode.Symlink;
import dev.layerseal.tree.Metadata;
import dev.layerseal.tree.Xattrs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Makes a tree of a folder: small files whole, others by their digest. */
public final class FolderScan {

  /** Files up to this size are held by the image. */
  public static final int MAX_INLINE = 64;

  private static final String ATTRIBUTES =
      "unix:mode,uid,gid,rdev,nlink,dev,ino,size,lastModifiedTime";

  private record Pending(
      MutableDirectory directory, FileName name, Path path, Metadata metadata, long size) {}

  private record FileId(long device, long number) {}

  private record Alias(
      MutableDirectory directory, FileName name, MutableDirectory first, FileName firstName) {}

  private record Place(MutableDirectory directory, FileName name) {}

  private record Open(Path path, MutableDirectory directory) {}

  private final FolderOptions options;
  private final FsVerityParameters parameters;
  private final @Nullable ObjectStore store;
  private final @Nullable FolderXattrs xattrs;
  private final List<Pending> pending = new ArrayList<>();
  private final Map<FileId, Place> places = new HashMap<>();
  private final List<Alias> aliases = new ArrayList<>();

  private FolderScan(
      FolderOptions options, FsVerityParameters parameters, @Nullable ObjectStore store)
      throws LayersealException {
    this.options = options;
    this.parameters = parameters;
    this.store = store;
    this.xattrs =
        options.xattrs() == XattrChoice.NONE
            ? null
            : new FolderXattrs(options.xattrs() == XattrChoice.USER);
  }

  /**
   * The tree of {@code folder}.
   *
   * @param store where the content of larger files is put; null to leave it
   */
  public static ComposefsTree scan(
      Path folder,
      FolderOptions options,
      FsVerityParameters parameters,
      @Nullable ObjectStore store)
      throws IOException, LayersealException, InterruptedException {
    return new FolderScan(options, parameters, store).scan(folder);
  }

  private ComposefsTree scan(Path folder)
      throws IOException, LayersealException, InterruptedException {
    Map<String, Object> attributes = Files.readAttributes(folder, ATTRIBUTES);
    if (type(attributes, folder) != FileType.DIRECTORY) {
      throw new FormatException(folder + ": it is no directory");
    }
    MutableDirectory root = new MutableDirectory(metadata(folder, attributes));
    Deque<Open> open = new ArrayDeque<>(List.of(new Open(folder, root)));
    while (!open.isEmpty()) {
      Open next = open.pop();
      try (DirectoryStream<Path> children = Files.newDirectoryStream(next.path())) {
        for (Path child : children) {
          add(child, next.directory(), open);
        }
      } catch (java.nio.file.DirectoryIteratorException e) {
        throw Objects.requireNonNull(e.getCause());
      }
    }
    hash();
    for (Alias alias : aliases) {
      Inode file = Objects.requireNonNull(alias.first().files().get(alias.firstName()));
      alias.directory().files().put(alias.name(), file);
    }
    return ComposefsTree.of(root);
  }

  private void add(Path path, MutableDirectory parent, Deque<Open> open)
      throws IOException, LayersealException {
    Map<String, Object> attributes =
        Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    FileType type = type(attributes, path);
    boolean device = type == FileType.CHARACTER_DEVICE || type == FileType.BLOCK_DEVICE;
    if (device && !options.devices()) {
      return;
    }
    FileName name = FileName.of(RawPath.name(path));
    if (type == FileType.DIRECTORY) {
      MutableDirectory directory = new MutableDirectory(metadata(path, attributes));
      parent.directories().put(name, directory);
      open.push(new Open(path, directory));
    } else if (!isAlias(attributes, parent, name)) {
      Metadata metadata = metadata(path, attributes);
      switch (type) {
        case REGULAR -> regular(path, parent, name, metadata, number(attributes, "size"));
        case SYMLINK ->
            parent
                .files()
                .put(name, new Symlink(metadata, RawPath.target(Files.readSymbolicLink(path))));
        default ->
            parent
                .files()
                .put(
                    name,
                    new Special(
                        metadata,
                        kind(type),
                        device ? device(number(attributes, "rdev")) : new DeviceNumber(0, 0)));
      }
    }
  }

  /** Whether the file is a further name of one that was met before, and hard links are kept. */
  private boolean isAlias(
      Map<String, Object> attributes, MutableDirectory directory, FileName name) {
    if (!options.hardLinks() || number(attributes, "nlink") < 2) {
      return false;
    }
    FileId id = new FileId(number(attributes, "dev"), number(attributes, "ino"));
    Place first = places.putIfAbsent(id, new Place(directory, name));
    if (first == null) {
      return false;
    }
    aliases.add(new Alias(directory, name, first.directory(), first.name()));
    return true;
  }

  private void regular(
      Path path, MutableDirectory parent, FileName name, Metadata metadata, long size)
      throws IOException {
    if (size > MAX_INLINE) {
      pending.add(new Pending(parent, name, path, metadata, size));
      return;
    }
    byte[] content = Files.readAllBytes(path);
    if (content.length != size) {
      throw new IOException(path + ": its size changed while it was read");
    }
    parent.files().put(name, new RegularFile(metadata, Content.of(content)));
  }

  /** Computes the digests of all larger files, several at once. */
  private void hash() throws IOException, LayersealException, InterruptedException {
    FsVerityDigest[] digests = new FsVerityDigest[pending.size()];
    AtomicInteger next = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(options.threads());
    try {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < options.threads(); i++) {
        workers.add(
            pool.submit(
                () -> {
                  for (int at = next.getAndIncrement();
                      at < digests.length;
                      at = next.getAndIncrement()) {
                    digests[at] = digest(pending.get(at));
                  }
                  return null;
                }));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } finally {
      pool.shutdownNow();
    }
    for (int i = 0; i < digests.length; i++) {
      Pending file = pending.get(i);
      file.directory()
          .files()
          .put(
              file.name(),
              new RegularFile(file.metadata(), ExternalContent.of(file.size(), digests[i])));
    }
  }

  private static LayersealException unwrapped(ExecutionException e)
      throws IOException, LayersealException {
    Throwable cause = e.getCause();
    if (cause instanceof IOException failure) {
      throw failure;
    }
    if (cause instanceof LayersealException failure) {
      throw failure;
    }
    throw new IllegalStateException(cause);
  }

  private FsVerityDigest digest(Pending file) throws IOException, LayersealException {
    if (store != null) {
      return store.add(file.path());
    }
    try (InputStream in = Files.newInputStream(file.path())) {
      return FsVerityHasher.digest(parameters, in);
    }
  }

  private Metadata metadata(Path path, Map<String, Object> attributes) throws IOException {
    Instant mtime =
        ((FileTime) Objects.requireNonNull(attributes.get("lastModifiedTime"))).toInstant();
    return new Metadata(
        (int) number(attributes, "mode") & ~FileType.MODE_MASK,
        Integer.toUnsignedLong((int) number(attributes, "uid")),
        Integer.toUnsignedLong((int) number(attributes, "gid")),
        1,
        options.epoch() ? 0 : mtime.getEpochSecond(),
        options.epoch() ? 0 : mtime.getNano(),
        xattrs == null ? Xattrs.NONE : xattrs.of(RawPath.absolute(path)));
  }

  private static FileType type(Map<String, Object> attributes, Path path) throws FormatException {
    return FileType.ofMode((int) number(attributes, "mode"))
        .orElseThrow(() -> new FormatException(path + ": its file type is not known"));
  }

  private static Special.Kind kind(FileType type) {
    return switch (type) {
      case CHARACTER_DEVICE -> Special.Kind.CHARACTER_DEVICE;
      case BLOCK_DEVICE -> Special.Kind.BLOCK_DEVICE;
      case FIFO -> Special.Kind.FIFO;
      case SOCKET -> Special.Kind.SOCKET;
      case REGULAR, DIRECTORY, SYMLINK -> throw new IllegalArgumentException("no special file");
    };
  }

  /** The C library's 64-bit form of a device number in Linux's 32-bit form. */
  private static DeviceNumber device(long number) {
    int major = (int) (number >>> 8 & 0xfff);
    int minor = (int) (number & 0xff | number >>> 12 & 0xfff00);
    return new DeviceNumber(major, minor);
  }

  private static long number(Map<String, Object> attributes, String name) {
    return ((Number) Objects.requireNonNull(attributes.get(name))).longValue();
  }
}
