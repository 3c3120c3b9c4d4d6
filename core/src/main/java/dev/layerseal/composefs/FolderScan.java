package dev.layerseal.composefs;

import dev.layerseal.composefs.FolderOptions.XattrChoice;
import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.folder.FileStatus;
import dev.layerseal.folder.FileXattrs;
import dev.layerseal.folder.RawPath;
import dev.layerseal.fsverity.FsVerityParameters;
import dev.layerseal.tree.Content;
import dev.layerseal.tree.DeviceNumber;
import dev.layerseal.tree.FileName;
import dev.layerseal.tree.Inode.RegularFile;
import dev.layerseal.tree.Inode.Special;
import dev.layerseal.tree.Inode.Symlink;
import dev.layerseal.tree.Metadata;
import dev.layerseal.tree.Xattrs;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes a tree of a folder: small files whole, others by their digest. */
public final class FolderScan {

  /** Files up to this size are held by the image. */
  public static final int MAX_INLINE = 64;

  private record Open(Path path, MutableDirectory directory) {}

  private final FolderOptions options;
  private final @Nullable FileXattrs xattrs;
  private final PendingFiles larger;
  private final HardLinks links = new HardLinks();

  private FolderScan(
      FolderOptions options, FsVerityParameters parameters, @Nullable ObjectStore store)
      throws LayersealException {
    this.options = options;
    this.larger = new PendingFiles(parameters, store, options.threads());
    this.xattrs =
        options.xattrs() == XattrChoice.NONE
            ? null
            : new FileXattrs(options.xattrs() == XattrChoice.USER);
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
    FileStatus status = FileStatus.of(folder.toRealPath());
    if (type(status, folder) != FileType.DIRECTORY) {
      throw new FormatException(folder + ": it is no directory");
    }
    MutableDirectory root = new MutableDirectory(metadata(folder, status));
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
    larger.hash();
    links.resolve();
    return ComposefsTree.of(root);
  }

  private void add(Path path, MutableDirectory parent, Deque<Open> open)
      throws IOException, LayersealException {
    FileStatus status = FileStatus.of(path);
    FileType type = type(status, path);
    boolean device = type == FileType.CHARACTER_DEVICE || type == FileType.BLOCK_DEVICE;
    if (device && !options.devices()) {
      return;
    }
    FileName name = FileName.of(RawPath.name(path));
    if (type == FileType.DIRECTORY) {
      MutableDirectory directory = new MutableDirectory(metadata(path, status));
      parent.directories().put(name, directory);
      open.push(new Open(path, directory));
    } else if (!options.hardLinks() || !links.isAlias(status, parent, name)) {
      Metadata metadata = metadata(path, status);
      switch (type) {
        case REGULAR -> regular(path, parent, name, metadata, status.size());
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
                        metadata, kind(type), device ? device(status) : new DeviceNumber(0, 0)));
      }
    }
  }

  private void regular(
      Path path, MutableDirectory parent, FileName name, Metadata metadata, long size)
      throws IOException {
    if (size > MAX_INLINE) {
      larger.add(parent, name, path, metadata, size);
      return;
    }
    byte[] content = Files.readAllBytes(path);
    if (content.length != size) {
      throw new IOException(path + ": its size changed while it was read");
    }
    parent.files().put(name, new RegularFile(metadata, Content.of(content)));
  }

  private Metadata metadata(Path path, FileStatus status) throws IOException {
    Instant modified = options.epoch() ? Instant.EPOCH : status.modified();
    return new Metadata(
        status.mode() & ~FileType.MODE_MASK,
        Integer.toUnsignedLong(status.uid()),
        Integer.toUnsignedLong(status.gid()),
        1,
        modified.getEpochSecond(),
        modified.getNano(),
        xattrs(path));
  }

  private Xattrs xattrs(Path path) throws IOException {
    if (xattrs == null) {
      return Xattrs.NONE;
    }
    List<Xattrs.Entry> sorted = new ArrayList<>(xattrs.of(RawPath.absolute(path)).entries());
    sorted.sort((a, b) -> Arrays.compareUnsigned(a.name(), b.name()));
    return sorted.isEmpty() ? Xattrs.NONE : new Xattrs(sorted);
  }

  private static FileType type(FileStatus status, Path path) throws FormatException {
    return FileType.ofMode(status.mode())
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

  private static DeviceNumber device(FileStatus status) {
    return new DeviceNumber(status.deviceMajor(), status.deviceMinor());
  }
}
