package dev.layerseal.oci.store;

import dev.layerseal.error.FormatException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The files of a layout in a tar archive. One that is gzipped is unpacked into a temporary file.
 */
final class LayoutArchive implements LayoutFiles {

  private final Path archive;
  private final FileChannel channel;
  private final Map<String, ArchiveEntry> entries;

  private LayoutArchive(Path archive, FileChannel channel, Map<String, ArchiveEntry> entries) {
    this.archive = archive;
    this.channel = channel;
    this.entries = entries;
  }

  /**
   * Opens a {@code .tar} or {@code .tar.gz}.
   *
   * @param limit most bytes that a gzipped archive may unpack to
   */
  static LayoutArchive open(Path archive, long limit) throws IOException, FormatException {
    FileChannel channel =
        gzipped(archive)
            ? unpack(archive, limit)
            : FileChannel.open(archive, StandardOpenOption.READ);
    try {
      InputStream in =
          new BufferedInputStream(
              Channels.newInputStream(new ChannelRange(channel, 0, channel.size())));
      return new LayoutArchive(archive, channel, ArchiveEntry.scan(in));
    } catch (EOFException e) {
      channel.close();
      throw new FormatException(archive + ": the archive breaks off", e);
    } catch (FormatException e) {
      channel.close();
      throw e.at(archive.toString());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean gzipped(Path archive) throws IOException {
    try (InputStream in = Files.newInputStream(archive)) {
      return in.read() == 0x1f && in.read() == 0x8b;
    }
  }

  private static FileChannel unpack(Path archive, long limit) throws IOException, FormatException {
    Path file = Files.createTempFile("layerseal-layout", ".tar");
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    try (InputStream in = new GZIPInputStream(Files.newInputStream(archive), 1 << 16)) {
      byte[] buffer = new byte[1 << 16];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (channel.position() + count > limit) {
          throw new FormatException("%s: unpacks to more than %d bytes".formatted(archive, limit));
        }
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
      return channel;
    } catch (ZipException | EOFException e) {
      channel.close();
      throw new FormatException(archive + ": gzip is corrupt: " + e.getMessage(), e);
    } catch (IOException | FormatException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public boolean has(String path) {
    return entries.containsKey(path);
  }

  @Override
  public long size(String path) throws IOException {
    return entry(path).size();
  }

  @Override
  public InputStream open(String path) throws IOException {
    ArchiveEntry entry = entry(path);
    return Channels.newInputStream(new ChannelRange(channel, entry.offset(), entry.size()));
  }

  private ArchiveEntry entry(String path) throws NoSuchFileException {
    ArchiveEntry entry = entries.get(path);
    if (entry == null) {
      throw new NoSuchFileException(archive + ": " + path);
    }
    return Objects.requireNonNull(entry);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public String toString() {
    return archive.toString();
  }
}
