package dev.layerseal.erofs;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.erofs.disk.DeviceSlot;
import dev.layerseal.erofs.disk.ErofsSuperblock;
import dev.layerseal.erofs.disk.FeatureIncompat;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.tree.Content;
import dev.layerseal.tree.FileName;
import dev.layerseal.tree.Xattrs;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An EROFS image, read at the places that are asked for: a lookup reads the blocks on its way and
 * nothing else.
 *
 * <p>What is read is checked: whatever the bytes are, a call returns a value or throws {@link
 * FormatException} or {@link dev.layerseal.error.UnsupportedFeatureException}, in time and memory
 * bounded by what is in the image. {@link ImageCheck} looks at everything at once. Not safe for use
 * by several threads.
 */
public final class ImageReader implements Closeable {

  /** Longest target of a symbolic link, as in the kernel. */
  private static final int MAX_TARGET = 4095;

  private static final int LINK_DEPTH = 4096;

  private final Image image;

  private ImageReader(Image image) {
    this.image = image;
  }

  /** Reads the image {@code path}, with the extra devices that its slots name, in their order. */
  public static ImageReader open(Path path, Path... devices)
      throws IOException, LayersealException {
    List<ImageSource> extra = new ArrayList<>();
    ImageSource source = ImageSource.open(path);
    try {
      for (Path device : devices) {
        extra.add(ImageSource.open(device));
      }
      return open(source, extra);
    } catch (IOException | LayersealException e) {
      for (ImageSource opened : extra) {
        opened.close();
      }
      source.close();
      throw e;
    }
  }

  /** Reads an image; {@code extra} are its extra devices. Takes over the sources. */
  public static ImageReader open(ImageSource source, List<ImageSource> extra)
      throws IOException, LayersealException {
    Image image = Image.open(source, extra);
    image.checkChecksum();
    return new ImageReader(image);
  }

  public static ImageReader open(ImageSource source) throws IOException, LayersealException {
    return open(source, List.of());
  }

  static ImageReader of(Image image) {
    return new ImageReader(image);
  }

  Image image() {
    return image;
  }

  public ErofsSuperblock superblock() {
    return image.superblock();
  }

  public BlockSize blockSize() {
    return image.superblock().blockSize();
  }

  public List<DeviceSlot> devices() {
    return image.devices().slots();
  }

  public ImageInode root() throws IOException, LayersealException {
    ImageInode root = inode(superblock().rootNid());
    if (!root.isDirectory()) {
      throw new FormatException(root + ": the root is no directory");
    }
    return root;
  }

  public ImageInode inode(long nid) throws IOException, LayersealException {
    return image.inode(nid);
  }

  /** The inode at {@code path}, which counts from the root; symbolic links are not followed. */
  public Optional<ImageInode> find(String path) throws IOException, LayersealException {
    return find(path.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** The same for a path of bytes. */
  public Optional<ImageInode> find(byte[] path) throws IOException, LayersealException {
    ImageInode inode = root();
    int depth = 0;
    for (int start = 0; start < path.length; ) {
      int end = start;
      while (end < path.length && path[end] != '/') {
        end++;
      }
      byte[] name = Arrays.copyOfRange(path, start, end);
      start = end + 1;
      if (name.length == 0 || name.length == 1 && name[0] == '.') {
        continue;
      }
      if (!inode.isDirectory() || name.length > FileName.MAX_LENGTH || ++depth > LINK_DEPTH) {
        return Optional.empty();
      }
      Optional<DirectoryEntry> entry = entry(inode, FileName.of(name));
      if (entry.isEmpty()) {
        return Optional.empty();
      }
      inode = typed(entry.get());
    }
    return Optional.of(inode);
  }

  /** The inode that {@code entry} leads to, of the type that it says. */
  public ImageInode typed(DirectoryEntry entry) throws IOException, LayersealException {
    ImageInode inode = inode(entry.nid());
    if (inode.type() != entry.type()) {
      throw new FormatException(
          "%s: it is a %s, its entry says %s".formatted(inode, inode.type(), entry.type()));
    }
    return inode;
  }

  /** The entry of a directory called {@code name}; reads few of its blocks. */
  public Optional<DirectoryEntry> entry(ImageInode directory, FileName name)
      throws IOException, LayersealException {
    return directory(directory).find(name.bytes());
  }

  /** All entries of a directory but the two dots, in the order of their names. */
  public List<DirectoryEntry> entries(ImageInode directory) throws IOException, LayersealException {
    DirectoryReader reader = directory(directory);
    List<DirectoryEntry> entries = new ArrayList<>();
    for (long i = 0; i < reader.blocks(); i++) {
      int first = Math.max(1, entries.size());
      reader.read(i, entries);
      for (int k = first; k < entries.size(); k++) {
        if (entries.get(k - 1).name().compareTo(entries.get(k).name()) >= 0) {
          throw new FormatException(
              "%s: entry %s is not in order".formatted(directory, entries.get(k).name()));
        }
      }
    }
    return entries;
  }

  private DirectoryReader directory(ImageInode directory) throws IOException, LayersealException {
    if (!directory.isDirectory()) {
      throw new FormatException(directory + ": no directory");
    }
    return new DirectoryReader(source(directory), blockSize());
  }

  public Xattrs xattrs(ImageInode inode) throws IOException, LayersealException {
    return image.xattrs().xattrs(inode);
  }

  /** The content of a file, directory or symbolic link as it is, at any offset. */
  public ImageSource source(ImageInode inode) throws IOException, LayersealException {
    return image.content(inode);
  }

  /** The content of a regular file. */
  public Content content(ImageInode inode) throws IOException, LayersealException {
    return new ImageContent(source(inode));
  }

  /** The target of a symbolic link. */
  public byte[] target(ImageInode link) throws IOException, LayersealException {
    if (link.size() < 0 || link.size() > MAX_TARGET) {
      throw new FormatException(
          "%s: the target has %d bytes, expected at most %d"
              .formatted(link, link.size(), MAX_TARGET));
    }
    return source(link).read(0, (int) link.size());
  }

  /** Whether the content of some files has to be decompressed. */
  public boolean compressed() {
    return superblock().has(FeatureIncompat.ZERO_PADDING)
        || superblock().has(FeatureIncompat.COMPRESSION_CONFIGS);
  }

  @Override
  public void close() throws IOException {
    image.devices().close();
  }
}
