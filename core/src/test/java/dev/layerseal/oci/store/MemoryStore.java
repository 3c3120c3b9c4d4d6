package dev.layerseal.oci.store;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.StreamException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.CheckedStream;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store in memory, for tests of what is built on stores. */
public final class MemoryStore implements ImageStore {

  private final Map<Digest, byte[]> blobs = new LinkedHashMap<>();
  private final Map<Digest, Descriptor> manifests = new LinkedHashMap<>();
  private final Map<String, Descriptor> tags = new LinkedHashMap<>();

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Descriptor resolve(ImageReference reference) throws RegistryException {
    Descriptor found =
        reference.digest().isPresent()
            ? manifests.get(reference.digest().get())
            : tags.get(reference.tag().orElse("latest"));
    if (found == null) {
      throw new RegistryException("memory: no " + reference);
    }
    return Descriptor.of(found.mediaType(), found.digest(), found.size());
  }

  @Override
  public byte[] fetchManifest(Descriptor descriptor) throws LayersealException, IOException {
    return fetchBlob(descriptor, Manifest.MAX_SIZE);
  }

  @Override
  public InputStream openBlob(Descriptor descriptor) throws RegistryException {
    byte[] content = blobs.get(descriptor.digest());
    if (content == null) {
      throw new RegistryException("memory: no " + descriptor.digest());
    }
    return new CheckedStream(new ByteArrayInputStream(content), descriptor);
  }

  @Override
  public boolean hasBlob(Descriptor descriptor) {
    return blobs.containsKey(descriptor.digest());
  }

  @Override
  public void pushBlob(Descriptor descriptor, BlobSource content)
      throws LayersealException, IOException {
    try (InputStream in = new CheckedStream(content.open(), descriptor)) {
      blobs.put(descriptor.digest(), in.readAllBytes());
    } catch (StreamException e) {
      throw e.failure();
    }
  }

  @Override
  public void pushManifest(Descriptor descriptor, byte[] bytes, Optional<String> tag)
      throws LayersealException, IOException {
    pushBlob(descriptor, bytes);
    manifests.put(descriptor.digest(), descriptor);
    tag.ifPresent(name -> tags.put(name, descriptor));
  }

  @Override
  public List<Descriptor> referrers(Digest subject) throws LayersealException, IOException {
    List<Descriptor> found = new ArrayList<>();
    for (Descriptor entry : manifests.values()) {
      if (MediaType.isManifest(entry.mediaType()) && names(entry, subject)) {
        found.add(entry);
      }
    }
    return found;
  }

  private boolean names(Descriptor entry, Digest subject) throws IOException, LayersealException {
    try {
      return Manifest.decode(entry.mediaType(), fetchManifest(entry))
          .subject()
          .filter(named -> named.digest().equals(subject))
          .isPresent();
    } catch (FormatException | UnsupportedFeatureException e) {
      return false;
    }
  }

  @Override
  public boolean hasManifest(Digest digest) {
    return manifests.containsKey(digest);
  }

  @Override
  public void deleteReferrer(Digest referrer, Digest subject) {
    manifests.remove(referrer);
    blobs.remove(referrer);
  }

  @Override
  public List<String> tags() {
    return List.copyOf(tags.keySet());
  }

  /** Changes one byte of a blob behind the back of its readers. */
  public void corrupt(Digest digest, int offset) {
    byte[] content = blobs.get(digest);
    if (content != null) {
      content[offset] ^= 1;
    }
  }
}
