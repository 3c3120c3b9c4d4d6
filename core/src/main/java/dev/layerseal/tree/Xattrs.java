package dev.layerseal.tree;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The extended attributes of an inode, in the order in which they were found or given. */
public record Xattrs(List<Entry> entries) {

  public static final Xattrs NONE = new Xattrs(List.of());

  /**
   * One attribute.
   *
   * @param name with its prefix, such as {@code user.note}; bytes, in no charset
   */
  public record Entry(byte[] name, byte[] value) {

    @Override
    public String toString() {
      return PrintableBytes.of(name);
    }
  }

  public Xattrs {
    entries = List.copyOf(entries);
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The value of the first attribute called {@code name}. */
  public Optional<byte[]> value(byte[] name) {
    return entries.stream()
        .filter(entry -> Arrays.equals(entry.name(), name))
        .map(Entry::value)
        .findFirst();
  }
}
