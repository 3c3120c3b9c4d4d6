package dev.layerseal.erofs.mkfs;

import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.erofs.mkfs.FileAttributes.Xattrs;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.folder.FileStatus;
import dev.layerseal.folder.FileXattrs;
import dev.layerseal.folder.RawPath;
import dev.layerseal.tar.TarXattr;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a folder of the local file system, as {@code mkfs.erofs} does. */
final class FolderTree {

  /** 1.8 does not count the xattrs of files whose names start so, and of those below. */
  private static final String NOT_COUNTED = "lost+found";

  private static final int BYTES_OF_PATH = 64;

  private record Open(Path path, Node node, boolean counted) {}

  private final ErofsUtils version;
  private final Budget budget;
  private final FolderFiles files;
  private final @Nullable FileXattrs xattrs;
  private final SharedXattrs shared = new SharedXattrs();
  private final Map<FileStatus.Id, Node> nodes = new HashMap<>();
  private final List<List<Xattr>> withXattrs = new ArrayList<>();
  private final List<Node> furtherNames = new ArrayList<>();
  private final Deque<Open> open = new ArrayDeque<>();

  FolderTree(FileAttributes attributes, ErofsUtils version, Budget budget, FolderFiles files)
      throws LayersealException {
    this.version = version;
    this.budget = budget;
    this.files = files;
    this.xattrs = attributes.xattrs() == Xattrs.DROP ? null : new FileXattrs(false);
  }

  /** The xattrs that several files have. */
  SharedXattrs shared() {
    return shared;
  }

  /** Reads everything; gives the root. */
  Node read(Path folder) throws LayersealException, IOException {
    Path path = folder.toRealPath();
    FileStatus status = FileStatus.of(path);
    if (type(path, status) != FileType.DIRECTORY) {
      throw new FormatException(folder + ": it is no directory");
    }
    Node root = node(null, path, status);
    open.push(new Open(path, root, true));
    while (!open.isEmpty()) {
      read(open.pop());
    }
    return root;
  }

  private void read(Open directory) throws LayersealException, IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory.path())) {
      for (Path child : children) {
        add(child, directory);
      }
    } catch (DirectoryIteratorException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }

  private void add(Path path, Open directory) throws LayersealException, IOException {
    FileStatus status = FileStatus.of(path);
    FileType type = type(path, status);
    byte[] name = RawPath.name(path);
    budget.takeFile(name.length);
    Node node = type == FileType.DIRECTORY ? null : nodes.get(status.id());
    if (node == null) {
      node = node(directory.node(), path, status);
    } else {
      furtherNames.add(node);
    }
    directory.node().add(new Name(name, type, node));
    boolean counted = directory.counted() && isCounted(path);
    if (counted) {
      shared.count(node.xattrs);
    }
    if (type == FileType.DIRECTORY) {
      open.push(new Open(path, node, counted));
    } else {
      nodes.put(status.id(), node);
    }
  }

  private boolean isCounted(Path path) {
    return !version.isOld() || !String.valueOf(path.getFileName()).startsWith(NOT_COUNTED);
  }

  private static FileType type(Path path, FileStatus status) throws FormatException {
    return FileType.ofMode(status.mode())
        .orElseThrow(() -> new FormatException(path + ": its file type is not known"));
  }

  private Node node(@Nullable Node parent, Path path, FileStatus status)
      throws LayersealException, IOException {
    Node node = new Node(parent);
    node.mode = status.mode();
    node.uid = status.uid();
    node.gid = status.gid();
    Instant modified = status.modified();
    node.modified = modified.getEpochSecond();
    node.nanoseconds = modified.getNano();
    node.linkCount = 1;
    if (node.isDirectory()) {
      node.linkCount = 2;
      node.dotPairs = 1;
    } else if (node.isSymlink()) {
      node.link = RawPath.target(Files.readSymbolicLink(path));
      node.size = node.link.length;
      budget.take(node.size);
    } else if (node.isRegular() && status.size() > 0) {
      node.size = status.size();
      node.content = files.add(path, node.size);
      budget.take(BYTES_OF_PATH + path.toString().length());
    } else if (!node.isRegular()) {
      node.union = ParseTree.encodeDevice(status.deviceMajor(), status.deviceMinor());
    }
    addXattrs(node, path);
    return node;
  }

  private void addXattrs(Node node, Path path) throws LayersealException, IOException {
    if (xattrs == null) {
      return;
    }
    for (dev.layerseal.tree.Xattrs.Entry entry : xattrs.of(RawPath.absolute(path)).entries()) {
      Xattr xattr = Xattr.of(new TarXattr(entry.name(), entry.value()), version);
      if (xattr != null) {
        budget.take(2L * xattr.length());
        node.addXattr(shared.unique(xattr));
      }
    }
    if (node.xattrs != null) {
      withXattrs.add(node.xattrs);
    }
  }

  /** Adds the names that a file has besides its first one: inodes get their form before. */
  void countLinks() {
    furtherNames.forEach(node -> node.linkCount++);
  }

  /** Gives xattrs that several names have a place, and the files a reference to it. */
  void share(Placement places) {
    shared.place(places);
    withXattrs.forEach(xattrs -> shared.refer(xattrs, version));
  }
}
