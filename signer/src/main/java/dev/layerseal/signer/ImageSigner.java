package dev.layerseal.signer;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.SigningException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.oci.store.BlobSource;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.pkcs7.SignedData;
import dev.layerseal.recipe.Recipe;
import dev.layerseal.recipe.RecipeJson;
import dev.layerseal.seal.Attachment;
import dev.layerseal.seal.ConvertedLayer;
import dev.layerseal.seal.ImageConverter;
import dev.layerseal.seal.ImageLayers;
import dev.layerseal.seal.LayerSeal;
import dev.layerseal.seal.LayerSource;
import dev.layerseal.seal.SealEntry;
import dev.layerseal.seal.SealForm;
import dev.layerseal.seal.SealManifest;
import dev.layerseal.verity.RootHash;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Seals the layers of images: one PKCS#7 signature over the root hash of each distinct layer, for
 * every recipe asked for. Nothing is stored here; {@link PreparedSeals#push} does that when all is
 * computed.
 */
public final class ImageSigner {

  private final RootHashSigner signer;
  private final ImageConverter converter;
  private final List<SealRequest> requests;
  private final boolean force;

  /**
   * @param requests the first one gets the newest time: consumers take the newest of several
   * @param force whether to sign what is sealed already by the same certificate
   */
  public ImageSigner(
      RootHashSigner signer, ImageConverter converter, List<SealRequest> requests, boolean force) {
    this.signer = signer;
    this.converter = converter;
    this.requests = List.copyOf(requests);
    this.force = force;
  }

  /**
   * Computes, signs and verifies the seals of one image.
   *
   * @param now goes into the manifests, in whole seconds
   * @throws UnsupportedFeatureException when it is no single image, or a layer cannot be converted
   * @throws SigningException when the key cannot sign
   */
  public PreparedSeals prepare(ImageStore store, Descriptor image, Instant now)
      throws LayersealException, IOException {
    ImageLayers layers = layers(store, image);
    List<LayerSource> sources = new ArrayList<>();
    for (ImageLayers.Layer layer : layers.layers()) {
      sources.add(LayerSource.of(store, layer.descriptor(), layer.diffId()));
    }
    List<SealRequest> fitting = fitting(sources);
    List<Recipe> recipes = fitting.stream().map(SealRequest::recipe).distinct().toList();
    List<ConvertedLayer> converted = converter.convert(store, layers, recipes);
    StoredSeals stored = force ? StoredSeals.none() : StoredSeals.read(store, image);
    return prepare(new Preparation(image.plain(), sources, converted, stored), fitting, now);
  }

  /** Every root hash that sealing {@code image} would sign; nothing is signed. */
  public List<RootHash> rootHashes(ImageStore store, Descriptor image)
      throws LayersealException, IOException {
    List<Recipe> recipes = recipes();
    return converter.convert(store, layers(store, image), recipes).stream()
        .flatMap(layer -> recipes.stream().map(recipe -> rootHash(layer, recipe)))
        .distinct()
        .toList();
  }

  private List<Recipe> recipes() {
    return requests.stream().map(SealRequest::recipe).distinct().toList();
  }

  private static ImageLayers layers(ImageStore store, Descriptor image)
      throws LayersealException, IOException {
    refuseIndex(image);
    Manifest manifest = Manifest.decode(image.mediaType(), store.fetchManifest(image));
    ImageLayers layers = ImageLayers.read(store, image, manifest);
    if (layers.layers().isEmpty()) {
      throw new UnsupportedFeatureException(image.digest() + ": the image has no layers to seal");
    }
    return layers;
  }

  /** Of an image whose layers are all EROFS images there is one root hash for each. */
  private List<SealRequest> fitting(List<LayerSource> layers) {
    return layers.stream().allMatch(LayerSource::erofs)
        ? requests.stream().map(SealRequest::asIs).distinct().toList()
        : requests;
  }

  private PreparedSeals prepare(Preparation preparation, List<SealRequest> fitting, Instant now)
      throws LayersealException, IOException {
    try {
      for (int i = 0; i < fitting.size(); i++) {
        preparation.add(fitting.get(i), now.minusSeconds(i));
      }
      return preparation.result();
    } catch (LayersealException | IOException | RuntimeException e) {
      preparation.result().close();
      throw e;
    }
  }

  private static void refuseIndex(Descriptor image) throws UnsupportedFeatureException {
    if (MediaType.isIndex(image.mediaType())) {
      throw new UnsupportedFeatureException(
          image.digest() + ": an index of several images has no layers of its own",
          "choose one by --platform, or sign all of them by --recursive",
          null);
    }
  }

  /** The root hash of a layer; one that is an EROFS image already has the same for every recipe. */
  private static RootHash rootHash(ConvertedLayer layer, Recipe recipe) {
    return layer.images().stream()
        .filter(one -> one.recipe().equals(recipe))
        .findFirst()
        .orElseGet(() -> layer.images().get(0))
        .rootHash();
  }

  private final class Preparation {
    private final Descriptor image;
    private final List<LayerSource> sources;
    private final List<ConvertedLayer> layers;
    private final StoredSeals stored;
    private final Map<RootHash, SignedData> signatures = new HashMap<>();
    private final List<SealRequest> used = new ArrayList<>();
    private final List<SealManifest> added = new ArrayList<>();
    private final List<SealManifest> kept = new ArrayList<>();
    private final Map<Descriptor, BlobSource> blobs = new LinkedHashMap<>();

    Preparation(
        Descriptor image,
        List<LayerSource> sources,
        List<ConvertedLayer> layers,
        StoredSeals stored) {
      this.image = image;
      this.sources = sources;
      this.layers = layers;
      this.stored = stored;
    }

    void add(SealRequest request, Instant created) throws LayersealException, IOException {
      used.add(request);
      List<LayerSeal> seals = new ArrayList<>();
      for (ConvertedLayer layer : layers) {
        RootHash rootHash = rootHash(layer, request.recipe());
        seals.add(new LayerSeal(layer.digest(), rootHash, sign(rootHash)));
      }
      for (SealForm form : request.forms()) {
        Optional<SealManifest> same =
            stored.same(form, request.recipe(), seals, signer.key().certificateChain().leaf());
        if (same.isPresent()) {
          kept.add(same.get());
        } else {
          add(form, request.recipe(), seals, created);
        }
      }
    }

    private void add(SealForm form, Recipe recipe, List<LayerSeal> seals, Instant created)
        throws LayersealException, IOException {
      List<Descriptor> attachments = attach(form, recipe, seals);
      SealManifest manifest =
          SealManifest.of(
              form, image, seals, attachments, created, Optional.of(RecipeJson.write(recipe)));
      for (int i = 0; i < seals.size(); i++) {
        SealEntry entry = manifest.entries().get(i);
        byte[] blob = seals.get(i).signature().encode();
        if (!entry.open(blob).equals(seals.get(i))) {
          throw new IllegalStateException("the entry does not say what was sealed");
        }
        blobs.put(entry.descriptor().plain(), BlobSource.of(blob));
      }
      SealManifest.decode(manifest.manifest());
      added.add(manifest);
    }

    /** Adds the blobs that the form has beside signatures, and names them. */
    private List<Descriptor> attach(SealForm form, Recipe recipe, List<LayerSeal> seals)
        throws LayersealException, IOException {
      List<Descriptor> names = new ArrayList<>();
      for (int i = 0; i < seals.size(); i++) {
        for (Attachment one :
            converter.attachments(sources.get(i), recipe, form, seals.get(i).rootHash())) {
          names.add(one.descriptor());
          if (blobs.putIfAbsent(one.descriptor().plain(), one.content()) != null) {
            one.close();
          }
        }
      }
      return names;
    }

    private SignedData sign(RootHash rootHash) throws SigningException {
      SignedData before = signatures.get(rootHash);
      if (before != null) {
        return before;
      }
      SignedData signed = signer.sign(rootHash);
      signatures.put(rootHash, signed);
      return signed;
    }

    PreparedSeals result() {
      return new PreparedSeals(image, List.copyOf(used), layers, added, kept, blobs);
    }
  }
}
