package dev.layerseal.oci.registry;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.ImageIndex;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.Reference;
import dev.layerseal.oci.store.BlobSource;
import dev.layerseal.oci.store.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One repository of a registry, over HTTP (OCI distribution specification 1.1).
 *
 * <p>Referrers are read from the Referrers API and from the tag schema, always both, because other
 * clients may have written to either. They are written by pushing the manifest; when the API then
 * does not list it, into the tag schema too. What the push itself answers about it is not believed.
 */
public final class RegistryStore implements ImageStore {

  private final RegistryCaller caller;
  private final ManifestEndpoint manifests;
  private final BlobEndpoint blobs;
  private final ReferrersEndpoint referrers;
  private final ReferrersTag referrersTag;
  private final boolean alwaysTag;

  private RegistryStore(RegistryCaller caller, Retries retries, boolean alwaysTag) {
    this.alwaysTag = alwaysTag;
    this.caller = caller;
    this.manifests = new ManifestEndpoint(caller);
    this.blobs = new BlobEndpoint(caller, retries);
    this.referrers = new ReferrersEndpoint(caller);
    this.referrersTag = new ReferrersTag(caller, manifests, retries);
  }

  /** The repository that {@code reference} is in. Nothing is asked over the network yet. */
  public static RegistryStore open(Reference reference, RegistrySettings settings)
      throws LayersealException, IOException {
    boolean plain = settings.plainHttp() || reference.loopback() && settings.tls().isDefault();
    URI root = URI.create((plain ? "http" : "https") + "://" + reference.apiHost() + "/");
    Transport transport =
        new Transport(TlsContext.of(settings.tls()), settings.proxies(), settings.deadlines());
    RegistryCaller caller =
        new RegistryCaller(reference, root, transport, settings.credentials(), settings.retries());
    return new RegistryStore(caller, settings.retries(), settings.referrersTag());
  }

  @Override
  public String name() {
    return caller.name();
  }

  /** Asks the registry whether it takes the credentials, or needs none. */
  public void checkCredentials() throws LayersealException, IOException {
    caller.make(caller.base(), Authorizer.Action.LOGIN, 200).close();
  }

  @Override
  public Descriptor resolve(ImageReference reference) throws LayersealException, IOException {
    Optional<ManifestEndpoint.Fetched> found;
    if (reference.digest().isPresent()) {
      found = manifests.byDigest(reference.digest().get());
    } else if (reference.tag().isPresent()) {
      found = manifests.byTag(reference.tag().get());
    } else {
      throw new RegistryException(
          reference + ": neither a tag nor a digest", "name one, such as :latest", null);
    }
    return found
        .map(ManifestEndpoint.Fetched::descriptor)
        .orElseThrow(() -> new RegistryException(reference + ": no such image"));
  }

  @Override
  public byte[] fetchManifest(Descriptor descriptor) throws LayersealException, IOException {
    ManifestEndpoint.Fetched found =
        manifests
            .byDigest(descriptor.digest())
            .orElseThrow(
                () ->
                    new RegistryException(
                        "%s: no manifest %s".formatted(name(), descriptor.digest())));
    if (found.bytes().length != descriptor.size()) {
      throw new FormatException(
          "%s: manifest %s: %d bytes, expected %d"
              .formatted(name(), descriptor.digest(), found.bytes().length, descriptor.size()));
    }
    return found.bytes().clone();
  }

  @Override
  public InputStream openBlob(Descriptor descriptor) throws LayersealException, IOException {
    return blobs.open(descriptor);
  }

  @Override
  public boolean hasBlob(Descriptor descriptor) throws LayersealException, IOException {
    return blobs.has(descriptor);
  }

  @Override
  public void pushBlob(Descriptor descriptor, BlobSource content)
      throws LayersealException, IOException {
    if (!blobs.has(descriptor)) {
      blobs.push(descriptor, content);
    }
  }

  @Override
  public void pushBlobs(Map<Descriptor, BlobSource> content)
      throws LayersealException, IOException {
    new BlobPushes(this).push(content);
  }

  @Override
  public void pushManifest(Descriptor descriptor, byte[] bytes, Optional<String> tag)
      throws LayersealException, IOException {
    if (bytes.length != descriptor.size() || !descriptor.digest().matches(bytes)) {
      throw new FormatException(
          "manifest %s: the bytes to push are others".formatted(descriptor.digest()));
    }
    manifests.put(tag.orElse(descriptor.digest().toString()), descriptor, bytes);
    Optional<Descriptor> referrer = referrer(descriptor, bytes);
    Optional<Digest> subject = subject(descriptor, bytes);
    if (referrer.isPresent() && subject.isPresent()) {
      makeFound(subject.get(), referrer.get());
    }
  }

  private void makeFound(Digest subject, Descriptor referrer)
      throws LayersealException, IOException {
    Optional<List<Descriptor>> listed = referrers.list(subject);
    if (alwaysTag || listed.isEmpty() || listed.get().stream().noneMatch(referrer::sameContent)) {
      referrersTag.add(subject, referrer);
    }
  }

  private static Optional<Digest> subject(Descriptor descriptor, byte[] bytes)
      throws LayersealException {
    if (MediaType.isManifest(descriptor.mediaType())) {
      return Manifest.decode(descriptor.mediaType(), bytes).subject().map(Descriptor::digest);
    }
    if (MediaType.isIndex(descriptor.mediaType())) {
      return ImageIndex.decode(descriptor.mediaType(), bytes).subject().map(Descriptor::digest);
    }
    return Optional.empty();
  }

  /** The entry for the list of referrers, with what the manifest itself says about its kind. */
  private static Optional<Descriptor> referrer(Descriptor descriptor, byte[] bytes)
      throws LayersealException {
    if (MediaType.isManifest(descriptor.mediaType())) {
      return Optional.of(Manifest.decode(descriptor.mediaType(), bytes).descriptor());
    }
    if (MediaType.isIndex(descriptor.mediaType())) {
      return Optional.of(ImageIndex.decode(descriptor.mediaType(), bytes).descriptor());
    }
    return Optional.empty();
  }

  @Override
  public List<Descriptor> referrers(Digest subject) throws LayersealException, IOException {
    Map<Digest, Descriptor> found = new LinkedHashMap<>();
    for (Descriptor entry : referrers.list(subject).orElse(List.of())) {
      found.putIfAbsent(entry.digest(), entry);
    }
    for (Descriptor entry : referrersTag.list(subject)) {
      found.putIfAbsent(entry.digest(), entry);
    }
    ReferrersEndpoint.checkCount(name(), subject, found.size());
    return List.copyOf(found.values());
  }

  @Override
  public boolean hasManifest(Digest digest) throws LayersealException, IOException {
    return manifests.byDigest(digest).isPresent();
  }

  /** The manifest goes first: a list may name what is gone, and never hide what is there. */
  @Override
  public void deleteReferrer(Digest referrer, Digest subject)
      throws LayersealException, IOException {
    manifests.delete(referrer);
    referrersTag.remove(subject, referrer);
  }

  @Override
  public List<String> tags() throws LayersealException, IOException {
    return new TagsEndpoint(caller).list();
  }
}
