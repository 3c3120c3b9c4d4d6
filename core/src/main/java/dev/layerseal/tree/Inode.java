package dev.layerseal.tree;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A file of any type, without its name: a hard link is one inode reached by two names. Inodes are
 * therefore told apart by identity, never by what they hold.
 */
public sealed interface Inode
    permits Inode.Directory, Inode.RegularFile, Inode.Symlink, Inode.Special {

  Metadata metadata();

  /** Another inode: the same content with other metadata. */
  Inode withMetadata(Metadata other);

  <R> R accept(Visitor<R> visitor);

  /** One method for each type; a new type does not compile until every consumer has its case. */
  interface Visitor<R> {
    R directory(Directory directory);

    R regularFile(RegularFile file);

    R symlink(Symlink symlink);

    R special(Special special);
  }

  /** A directory; its entries are in the byte order of their names. */
  final class Directory implements Inode {

    private final Metadata metadata;
    private final NavigableMap<FileName, Inode> entries;

    public Directory(Metadata metadata, NavigableMap<FileName, ? extends Inode> entries) {
      this.metadata = metadata;
      this.entries = Collections.unmodifiableNavigableMap(new TreeMap<>(entries));
    }

    @Override
    public Metadata metadata() {
      return metadata;
    }

    public NavigableMap<FileName, Inode> entries() {
      return entries;
    }

    @Override
    public Directory withMetadata(Metadata other) {
      return new Directory(other, entries);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.directory(this);
    }
  }

  final class RegularFile implements Inode {

    private final Metadata metadata;
    private final Content content;

    public RegularFile(Metadata metadata, Content content) {
      this.metadata = metadata;
      this.content = content;
    }

    @Override
    public Metadata metadata() {
      return metadata;
    }

    public Content content() {
      return content;
    }

    @Override
    public RegularFile withMetadata(Metadata other) {
      return new RegularFile(other, content);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.regularFile(this);
    }
  }

  /** A symbolic link; its target is bytes, in no charset. */
  final class Symlink implements Inode {

    private final Metadata metadata;
    private final byte[] target;

    public Symlink(Metadata metadata, byte[] target) {
      this.metadata = metadata;
      this.target = target.clone();
    }

    @Override
    public Metadata metadata() {
      return metadata;
    }

    public byte[] target() {
      return target.clone();
    }

    @Override
    public Symlink withMetadata(Metadata other) {
      return new Symlink(other, target);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.symlink(this);
    }
  }

  /** A device, fifo or socket. */
  final class Special implements Inode {

    /** The types of special files. */
    public enum Kind {
      CHARACTER_DEVICE,
      BLOCK_DEVICE,
      FIFO,
      SOCKET
    }

    private final Metadata metadata;
    private final Kind kind;
    private final DeviceNumber device;

    /** {@code device} counts for character and block devices only. */
    public Special(Metadata metadata, Kind kind, DeviceNumber device) {
      this.metadata = metadata;
      this.kind = kind;
      this.device = device;
    }

    @Override
    public Metadata metadata() {
      return metadata;
    }

    public Kind kind() {
      return kind;
    }

    public DeviceNumber device() {
      return device;
    }

    @Override
    public Special withMetadata(Metadata other) {
      return new Special(other, kind, device);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.special(this);
    }
  }
}
