package dev.layerseal.erofs.mkfs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The content of the files of a folder, read where it is. */
final class FolderFiles implements FileSource {

  private record File(Path path, long size) {}

  private final List<File> files = new ArrayList<>();

  /** Takes one more file; gives its number. */
  int add(Path path, long size) {
    files.add(new File(path, size));
    return files.size() - 1;
  }

  @Override
  public void copy(int number, long offset, long length, WritableByteChannel target)
      throws IOException {
    File file = files.get(number);
    try (FileChannel channel = FileChannel.open(file.path())) {
      long position = offset;
      while (position < offset + length && channel.size() == file.size()) {
        position += channel.transferTo(position, offset + length - position, target);
      }
      if (channel.size() != file.size()) {
        throw new IOException(file.path() + ": its size changed while it was read");
      }
    }
  }
}
