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
import dev.layerseal.oci.ImageIndex;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  static final String MARKER = "oci-layout";
  private static final int MAX_MANIFESTS = 4096;
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
    if (!folder.has(MARKER)) {
      Files.createDirectories(path);
      folder.write(LayoutIndex.PATH, BlobSource.of(LayoutIndex.empty().json().encode()));
      JsonObject marker = JsonObject.builder().put("imageLayoutVersion", "1.0.0").build();
      folder.write(MARKER, BlobSource.of(marker.encode()));
    }
    return open(path);
  }

  private void checkMarker() throws LayersealException, IOException {
    if (!files.has(MARKER)) {
      throw new FormatException(path + ": no OCI layout, the file oci-layout is missing");
    }
    JsonObject marker = JsonObject.parse(read(MARKER, 1 << 16));
    if (!marker.string("imageLayoutVersion").startsWith("1.")) {
      throw new UnsupportedFeatureException(
          "%s: imageLayoutVersion is %s, expected 1.0.0"
              .formatted(path, marker.string("imageLayoutVersion")));
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
      return content(index.only(images(index)));
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

  /** The entries that refer to nothing. */
  private List<Descriptor> images(LayoutIndex index) throws LayersealException, IOException {
    List<Descriptor> images = new ArrayList<>();
    for (Descriptor entry : index.manifests()) {
      if (subject(entry).isEmpty() && !isReferrersTag(entry)) {
        images.add(entry);
      }
    }
    return images;
  }

  private static boolean isReferrersTag(Descriptor entry) {
    return entry
        .annotation(LayoutIndex.REF_NAME)
        .filter(name -> name.matches("sha(?:256-[0-9a-f]{64}|512-[0-9a-f]{128})"))
        .isPresent();
  }

  /** A manifest that the index leads to only through another one, or not at all. */
  private Descriptor unlisted(Digest digest) throws LayersealException, IOException {
    String file = blob(digest);
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
    String file = blob(descriptor.digest());
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
    String file = blob(descriptor.digest());
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
      target.write(blob(descriptor.digest()), () -> new CheckedStream(content.open(), descriptor));
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
        MARKER,
        () -> {
          LayoutIndex changed = index().with(descriptor, tag);
          target.write(LayoutIndex.PATH, BlobSource.of(changed.json().encode()));
        });
  }

  @Override
  public boolean hasManifest(Digest digest) throws IOException {
    return files.has(blob(digest));
  }

  /** Takes the blobs along that nothing in the layout names any more. */
  @Override
  public void deleteReferrer(Digest referrer, Digest subject)
      throws LayersealException, IOException {
    LayoutFolder target = writable();
    target.<LayersealException>exclusively(MARKER, () -> delete(target, referrer, subject));
  }

  private void delete(LayoutFolder target, Digest referrer, Digest subject)
      throws LayersealException, IOException {
    Optional<Descriptor> entry =
        reachable().stream().filter(one -> one.digest().equals(referrer)).findFirst();
    List<Descriptor> content = entry.isPresent() ? content(List.of(entry.get())) : List.of();
    LayoutIndex changed = index().without(referrer);
    Optional<Descriptor> list = changed.tagged(subject.algorithm() + "-" + subject.hex());
    if (list.isPresent() && MediaType.isIndex(list.get().mediaType()) && hasBlob(list.get())) {
      changed = unlisted(target, changed, list.get(), referrer);
    }
    target.write(LayoutIndex.PATH, BlobSource.of(changed.json().encode()));
    List<Descriptor> left = reachable();
    List<Digest> needed = content(left).stream().map(Descriptor::digest).toList();
    for (Descriptor blob : content) {
      if (!needed.contains(blob.digest()) && (left.isEmpty() || !needed.isEmpty())) {
        target.delete(blob(blob.digest()));
      }
    }
  }

  /** The index with a new list of referrers in place of one that has {@code referrer}. */
  private LayoutIndex unlisted(
      LayoutFolder target, LayoutIndex index, Descriptor list, Digest referrer)
      throws LayersealException, IOException {
    List<Descriptor> listed = ImageIndex.decode(list.mediaType(), fetchManifest(list)).manifests();
    List<Descriptor> fewer =
        listed.stream().filter(entry -> !entry.digest().equals(referrer)).toList();
    if (fewer.size() == listed.size()) {
      return index;
    }
    LayoutIndex changed = index.without(list.digest());
    if (!fewer.isEmpty()) {
      ImageIndex made = ImageIndex.of(fewer, Map.of());
      pushBlob(made.descriptor(), made.bytes());
      changed = changed.with(made.descriptor(), list.annotation(LayoutIndex.REF_NAME));
    }
    target.delete(blob(list.digest()));
    return changed;
  }

  /** The manifests and all that they name; nothing when that cannot be known of one of them. */
  private List<Descriptor> content(List<Descriptor> manifests)
      throws LayersealException, IOException {
    List<Descriptor> found = new ArrayList<>();
    for (Descriptor entry : manifests) {
      found.add(entry);
      if (MediaType.isManifest(entry.mediaType()) && hasBlob(entry)) {
        try {
          Manifest manifest = Manifest.decode(entry.mediaType(), fetchManifest(entry));
          manifest.config().ifPresent(found::add);
          found.addAll(manifest.layers());
        } catch (FormatException | UnsupportedFeatureException e) {
          return List.of();
        }
      }
    }
    return found;
  }

  private LayoutFolder writable() throws UnsupportedFeatureException {
    if (folder == null) {
      throw new UnsupportedFeatureException(path + ": an archive of a layout can only be read");
    }
    return folder;
  }

  @Override
  public List<Descriptor> referrers(Digest subject) throws LayersealException, IOException {
    Map<Digest, Descriptor> found = new LinkedHashMap<>();
    for (Descriptor entry : reachable()) {
      if (subject(entry).filter(subject::equals).isPresent()) {
        found.putIfAbsent(entry.digest(), content(entry).withAnnotations(entry.annotations()));
      }
    }
    return List.copyOf(found.values());
  }

  /** What {@code index.json} names, as it stands there, referrers included. */
  public List<Descriptor> entries() throws LayersealException, IOException {
    return index().manifests();
  }

  /** Every manifest and index that {@code index.json} leads to. */
  private List<Descriptor> reachable() throws LayersealException, IOException {
    Map<Digest, Descriptor> found = new LinkedHashMap<>();
    List<Descriptor> todo = new ArrayList<>(index().manifests());
    while (!todo.isEmpty()) {
      Descriptor next = todo.remove(0);
      if (found.putIfAbsent(next.digest(), next) != null) {
        continue;
      }
      if (found.size() > MAX_MANIFESTS) {
        throw new UnsupportedFeatureException(
            "%s: more than %d manifests".formatted(path, MAX_MANIFESTS));
      }
      if (MediaType.isIndex(next.mediaType()) && hasBlob(next)) {
        todo.addAll(ImageIndex.decode(next.mediaType(), fetchManifest(next)).manifests());
      }
    }
    return List.copyOf(found.values());
  }

  /** What a manifest refers to; a broken or missing one refers to nothing. */
  private Optional<Digest> subject(Descriptor entry) throws LayersealException, IOException {
    boolean index = MediaType.isIndex(entry.mediaType());
    if (!index && !MediaType.isManifest(entry.mediaType())) {
      return Optional.empty();
    }
    try {
      byte[] bytes = fetchManifest(entry);
      return (index
              ? ImageIndex.decode(entry.mediaType(), bytes).subject()
              : Manifest.decode(entry.mediaType(), bytes).subject())
          .map(Descriptor::digest);
    } catch (FormatException | UnsupportedFeatureException | RegistryException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<String> tags() throws LayersealException, IOException {
    return index().tags();
  }

  private LayoutIndex index() throws LayersealException, IOException {
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

  static String blob(Digest digest) {
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
