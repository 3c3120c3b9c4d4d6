package dev.layerseal.erofs.disk;

import dev.layerseal.bytes.ByteReader;
import dev.layerseal.bytes.ByteWriter;
import dev.layerseal.error.FormatException;
import java.util.ArrayList;
import java.util.List;

/**
 * One block of a directory, or its last part: the fixed parts of all entries, then their names back
 * to back. A name ends where the next begins; the last one at the first zero byte or at the end.
 */
public record DirentBlock(List<Entry> entries) {

  /**
   * An entry with its name.
   *
   * @param fileType code of a {@link FileType}, or what else stands there
   */
  public record Entry(byte[] name, long nid, int fileType) {

    /** Bytes that the entry takes in a block. */
    public int size() {
      return Dirent.SIZE + name.length;
    }
  }

  public DirentBlock {
    entries = List.copyOf(entries);
  }

  /**
   * The entries in {@code bytes}.
   *
   * @param place byte offset of the block in the image, for messages
   */
  public static DirentBlock decode(long place, byte[] bytes) throws FormatException {
    ByteReader in = new ByteReader("directory block", place, bytes);
    if (bytes.length < Dirent.SIZE) {
      throw in.malformed("it has %d bytes, less than one entry".formatted(bytes.length));
    }
    Dirent next = Dirent.decode(in);
    int count = next.nameOffset() / Dirent.SIZE;
    if (next.nameOffset() % Dirent.SIZE != 0 || count == 0 || next.nameOffset() > bytes.length) {
      throw in.malformed("first nameoff is %d".formatted(next.nameOffset()));
    }
    List<Entry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Dirent dirent = next;
      int end = bytes.length;
      if (i + 1 < count) {
        next = Dirent.decode(in);
        end = next.nameOffset();
      } else {
        end = endOfLastName(bytes, dirent.nameOffset());
      }
      entries.add(new Entry(name(in, bytes, dirent, end), dirent.nid(), dirent.fileType()));
    }
    return new DirentBlock(entries);
  }

  /** Appends the block without padding. */
  public void encode(ByteWriter out) {
    int nameOffset = entries.size() * Dirent.SIZE;
    for (Entry entry : entries) {
      new Dirent(entry.nid(), nameOffset, entry.fileType()).encode(out);
      nameOffset += entry.name().length;
    }
    for (Entry entry : entries) {
      out.bytes(entry.name());
    }
  }

  private static byte[] name(ByteReader in, byte[] bytes, Dirent dirent, int end)
      throws FormatException {
    int start = dirent.nameOffset();
    if (start >= end || end > bytes.length || end - start > Dirent.MAX_NAME) {
      throw in.malformed("a name reaches from %d to %d".formatted(start, end));
    }
    return java.util.Arrays.copyOfRange(bytes, start, end);
  }

  private static int endOfLastName(byte[] bytes, int start) {
    int end = start;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return end;
  }
}
