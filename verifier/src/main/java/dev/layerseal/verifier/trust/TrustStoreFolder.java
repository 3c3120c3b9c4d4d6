package dev.layerseal.verifier.trust;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.VerificationException;
import dev.layerseal.error.VerificationException.Reason;
import dev.layerseal.x509.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of notation's trust stores: what is in them, one more, one less. */
public final class TrustStoreFolder {

  private final NotationFolders folders;

  public TrustStoreFolder(NotationFolders folders) {
    this.folders = folders;
  }

  /** A certificate file of a store. */
  public record Entry(StoreName store, Path file) {}

  /**
   * Copies {@code file} into {@code store}, after a check that everything in it may be trusted
   * there: one bad file would make every verification with the store fail.
   */
  public Entry add(StoreName store, Path file) throws LayersealException, IOException {
    byte[] bytes = Files.readAllBytes(file);
    try {
      for (X509Certificate certificate : Certificates.parse(bytes)) {
        Optional<String> fault = FolderTrustStore.fault(store.type(), certificate);
        if (fault.isPresent()) {
          throw new VerificationException(Reason.POLICY, fault.get());
        }
      }
    } catch (LayersealException e) {
      throw e.at("%s: not added to %s".formatted(file, store));
    }
    Path name = Optional.ofNullable(file.getFileName()).orElseThrow();
    Path target = folders.store(store).resolve(name);
    Files.createDirectories(folders.store(store));
    Files.write(target, bytes, java.nio.file.StandardOpenOption.CREATE_NEW);
    return new Entry(store, target);
  }

  /** The files of all stores, or of those of one type or name. */
  public List<Entry> list(Optional<StoreType> type, Optional<String> name) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (StoreType each : StoreType.values()) {
      if (type.isEmpty() || type.get() == each) {
        for (Path store : children(folders.store(new StoreName(each, "x")).getParent())) {
          add(entries, each, store, name);
        }
      }
    }
    return entries;
  }

  /** Where {@code file} of a store is. */
  public Path find(StoreName store, String file) throws FormatException, IOException {
    Path folder = folders.store(store);
    Path path = folder.resolve(file);
    if (!folder.equals(path.getParent()) || !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new FormatException("trust store %s: it has no file \"%s\"".formatted(store, file));
    }
    return path;
  }

  /** Removes a file of a store; the last one takes the store's folder along. */
  public void delete(StoreName store, String file) throws FormatException, IOException {
    Files.delete(find(store, file));
    if (children(folders.store(store)).isEmpty()) {
      Files.delete(folders.store(store));
    }
  }

  private static void add(List<Entry> entries, StoreType type, Path store, Optional<String> name)
      throws IOException {
    String called = String.valueOf(store.getFileName());
    if (name.isEmpty() || name.get().equals(called)) {
      for (Path file : children(store)) {
        entries.add(new Entry(new StoreName(type, called), file));
      }
    }
  }

  private static List<Path> children(@org.jspecify.annotations.Nullable Path folder)
      throws IOException {
    if (folder == null || !Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }
}
