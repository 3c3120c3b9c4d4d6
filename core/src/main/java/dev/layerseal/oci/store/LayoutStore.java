package dev.layerseal.oci.store;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.StreamException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.json.JsonObject;
import dev.layerseal.oci.CheckedStream;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An OCI image layout on this machine (OCI image specification, image-layout.md): a folder, or a
 * tar archive of one, which can only be read.
 *
 * <p>Referrers are the manifests that {@code index.json} leads to and that name the subject, so
 * writing one is enough to have it found.
 */
public final class LayoutStore implements ImageStore {

  private static final long MAX_UNPACKED = 64L << 30;

  private final Path path;
  private final LayoutFiles files;
  private final @Nullable LayoutFolder folder;

  private LayoutStore(Path path, LayoutFiles files, @Nullable LayoutFolder folder) {
    this.path = path;
    this.files = files;
    this.folder = folder;
  }

  /**
   * Opens a layout.
   *
   * @throws FormatException when {@code path} is no layout, or of an unknown version
   */
  public static LayoutStore open(Path path) throws LayersealException, IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    LayoutStore store;
    if (Files.isDirectory(path)) {
      LayoutFolder folder = new LayoutFolder(path);
      store = new LayoutStore(path, folder, folder);
    } else {
      store = new LayoutStore(path, LayoutArchive.open(path, MAX_UNPACKED), null);
    }
    try {
      store.checkMarker();
      return store;
    } catch (LayersealException | IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Opens the layout in a folder; where there is none, the folder is made one. */
  public static LayoutStore create(Path path) throws LayersealException, IOException {
    LayoutFolder folder = new LayoutFolder(path);
    if (!folder.has(LayoutMarker.PATH)) {
      Files.createDirectories(path);
      LayoutIndex.empty().write(folder);
      folder.write(LayoutMarker.PATH, BlobSource.of(LayoutMarker.CURRENT.encode()));
    }
    return open(path);
  }

  private void checkMarker() throws LayersealException, IOException {
    if (!files.has(LayoutMarker.PATH)) {
      throw new FormatException(path + ": no OCI layout, the file oci-layout is missing");
    }
    LayoutMarker marker = LayoutMarker.decode(read(LayoutMarker.PATH, LayoutMarker.MAX_SIZE));
    if (!marker.known()) {
      throw new UnsupportedFeatureException(
          "%s: imageLayoutVersion is %s, expected %s"
              .formatted(path, marker.version(), LayoutMarker.CURRENT.version()));
    }
  }

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public Descriptor resolve(ImageReference reference) throws LayersealException, IOException {
    LayoutIndex index = index();
    Optional<Digest> digest = reference.digest();
    if (digest.isPresent()) {
      Optional<Descriptor> listed = index.named(digest.get());
      return listed.isPresent() ? content(listed.get()) : unlisted(digest.get());
    }
    if (reference.tag().isEmpty()) {
      return content(index.only(new LayoutManifests(this, index).images()));
    }
    String tag = reference.tag().get();
    return content(
        index
            .tagged(tag)
            .orElseThrow(() -> new RegistryException("%s: no tag %s".formatted(path, tag))));
  }

  /** The entry without what only the list says about it. */
  private static Descriptor content(Descriptor entry) {
    return Descriptor.of(entry.mediaType(), entry.digest(), entry.size())
        .withPlatform(entry.platform());
  }

  /** A manifest that the index leads to only through another one, or not at all. */
  private Descriptor unlisted(Digest digest) throws LayersealException, IOException {
    String file = blobPath(digest);
    if (!files.has(file)) {
      throw new RegistryException("%s: no manifest %s".formatted(path, digest));
    }
    byte[] bytes = read(file, Manifest.MAX_SIZE);
    JsonObject json = JsonObject.parse(bytes);
    String guess =
        (json.has("manifests") ? MediaType.OCI_INDEX : MediaType.OCI_MANIFEST).toString();
    return Descriptor.of(json.optionalString("mediaType").orElse(guess), digest, bytes.length);
  }

  @Override
  public byte[] fetchManifest(Descriptor descriptor) throws LayersealException, IOException {
    return fetchBlob(descriptor, Manifest.MAX_SIZE);
  }

  @Override
  public InputStream openBlob(Descriptor descriptor) throws LayersealException, IOException {
    String file = blobPath(descriptor.digest());
    if (!files.has(file)) {
      throw new RegistryException("%s: no blob %s".formatted(path, descriptor.digest()));
    }
    if (files.size(file) != descriptor.size()) {
      throw new FormatException(
          "%s: blob %s: %d bytes, expected %d"
              .formatted(path, descriptor.digest(), files.size(file), descriptor.size()));
    }
    return new CheckedStream(files.open(file), descriptor);
  }

  @Override
  public boolean hasBlob(Descriptor descriptor) throws IOException {
    String file = blobPath(descriptor.digest());
    return files.has(file) && files.size(file) == descriptor.size();
  }

  @Override
  public void pushBlob(Descriptor descriptor, BlobSource content)
      throws LayersealException, IOException {
    LayoutFolder target = writable();
    if (hasBlob(descriptor)) {
      return;
    }
    try {
      target.write(
          blobPath(descriptor.digest()), () -> new CheckedStream(content.open(), descriptor));
    } catch (StreamException e) {
      throw e.failure();
    }
  }

  @Override
  public void pushManifest(Descriptor descriptor, byte[] bytes, Optional<String> tag)
      throws LayersealException, IOException {
    LayoutFolder target = writable();
    pushBlob(descriptor, bytes);
    target.<LayersealException>exclusively(
        LayoutMarker.PATH, () -> index().with(descriptor, tag).write(target));
  }

  @Override
  public boolean hasManifest(Digest digest) throws IOException {
    return files.has(blobPath(digest));
  }

  /** Takes the blobs along that nothing in the layout names any more. */
  @Override
  public void deleteReferrer(Digest referrer, Digest subject)
      throws LayersealException, IOException {
    LayoutFolder target = writable();
    target.<LayersealException>exclusively(
        LayoutMarker.PATH, () -> new ReferrerRemoval(this, target).remove(referrer, subject));
  }

  private LayoutFolder writable() throws UnsupportedFeatureException {
    if (folder == null) {
      throw new UnsupportedFeatureException(path + ": an archive of a layout can only be read");
    }
    return folder;
  }

  @Override
  public List<Descriptor> referrers(Digest subject) throws LayersealException, IOException {
    return manifests().referrers(subject).stream()
        .map(entry -> content(entry).withAnnotations(entry.annotations()))
        .toList();
  }

  /** What {@code index.json} names, as it stands there, referrers included. */
  public List<Descriptor> entries() throws LayersealException, IOException {
    return index().manifests();
  }

  @Override
  public List<String> tags() throws LayersealException, IOException {
    return index().tags();
  }

  LayoutManifests manifests() throws LayersealException, IOException {
    return new LayoutManifests(this, index());
  }

  LayoutIndex index() throws LayersealException, IOException {
    try {
      return LayoutIndex.decode(read(LayoutIndex.PATH, LayoutIndex.MAX_SIZE));
    } catch (FormatException e) {
      throw e.at(path + "/" + LayoutIndex.PATH);
    }
  }

  private byte[] read(String file, int limit) throws IOException, FormatException {
    if (files.size(file) > limit) {
      throw new FormatException(
          "%s/%s: %d bytes, expected %d at most".formatted(path, file, files.size(file), limit));
    }
    try (InputStream in = files.open(file)) {
      return in.readNBytes(limit);
    }
  }

  /** Where in a layout the blob with this digest is. */
  public static String blobPath(Digest digest) {
    return "blobs/%s/%s".formatted(digest.algorithm(), digest.hex());
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
