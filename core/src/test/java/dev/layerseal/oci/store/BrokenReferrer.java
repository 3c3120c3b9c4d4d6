package dev.layerseal.oci.store;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A store one of whose manifests was changed. */
record BrokenReferrer(ImageStore inner, Descriptor broken) implements ImageStore {

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public Descriptor resolve(ImageReference reference) throws LayersealException, IOException {
    return inner.resolve(reference);
  }

  @Override
  public byte[] fetchManifest(Descriptor descriptor) throws LayersealException, IOException {
    if (descriptor.digest().equals(broken.digest())) {
      throw new FormatException("manifest " + descriptor.digest() + ": digest differs");
    }
    return inner.fetchManifest(descriptor);
  }

  @Override
  public InputStream openBlob(Descriptor descriptor) throws LayersealException, IOException {
    return inner.openBlob(descriptor);
  }

  @Override
  public boolean hasBlob(Descriptor descriptor) throws LayersealException, IOException {
    return inner.hasBlob(descriptor);
  }

  @Override
  public void pushBlob(Descriptor descriptor, BlobSource content)
      throws LayersealException, IOException {
    inner.pushBlob(descriptor, content);
  }

  @Override
  public void pushManifest(Descriptor descriptor, byte[] bytes, Optional<String> tag)
      throws LayersealException, IOException {
    inner.pushManifest(descriptor, bytes, tag);
  }

  @Override
  public List<Descriptor> referrers(Digest subject) throws LayersealException, IOException {
    return inner.referrers(subject);
  }

  @Override
  public boolean hasManifest(Digest digest) throws LayersealException, IOException {
    return inner.hasManifest(digest);
  }

  @Override
  public void deleteReferrer(Digest referrer, Digest subject)
      throws LayersealException, IOException {
    inner.deleteReferrer(referrer, subject);
  }

  @Override
  public List<String> tags() throws LayersealException, IOException {
    return inner.tags();
  }
}
