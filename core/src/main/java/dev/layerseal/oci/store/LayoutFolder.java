package dev.layerseal.oci.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** The files of a layout in a folder. A file is either there in full or not at all. */
final class LayoutFolder implements LayoutFiles {

  /** File locks exclude processes, not threads of one process: these do. */
  private static final Map<Path, Lock> LOCKS = new ConcurrentHashMap<>();

  private static final AtomicLong COUNTER = new AtomicLong();

  private final Path folder;

  LayoutFolder(Path folder) {
    this.folder = folder;
  }

  @Override
  public boolean has(String path) {
    return Files.isRegularFile(folder.resolve(path));
  }

  @Override
  public long size(String path) throws IOException {
    return Files.size(regular(path));
  }

  @Override
  public InputStream open(String path) throws IOException {
    return Files.newInputStream(regular(path));
  }

  /** Opening a pipe or a device would wait for ever. */
  private Path regular(String path) throws IOException {
    Path file = folder.resolve(path);
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    return file;
  }

  /** Puts what {@code content} gives in place of the file, once all of it was written. */
  void write(String path, BlobSource content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.resolveSibling("."));
    Path unfinished =
        folder.resolve(
            ".layerseal-%d-%d".formatted(ProcessHandle.current().pid(), COUNTER.incrementAndGet()));
    try {
      try (InputStream in = content.open();
          OutputStream out = create(unfinished)) {
        in.transferTo(out);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  void delete(String path) throws IOException {
    Files.deleteIfExists(folder.resolve(path));
  }

  /** A file of that name can only be left from a process that ended in the middle. */
  private static OutputStream create(Path unfinished) throws IOException {
    try {
      return Files.newOutputStream(unfinished, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      return Files.newOutputStream(unfinished);
    }
  }

  /** What is done while no other thread or process changes the layout. */
  interface Change<E extends Exception> {
    void run() throws IOException, E;
  }

  /** Runs {@code change} alone: the file {@code path}, which must be there, is locked. */
  <E extends Exception> void exclusively(String path, Change<E> change) throws IOException, E {
    Path file = folder.resolve(path).toRealPath();
    Lock lock = LOCKS.computeIfAbsent(file, key -> new ReentrantLock());
    lock.lock();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (!held.isValid()) {
        throw new IOException(file + ": cannot be locked");
      }
      change.run();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
