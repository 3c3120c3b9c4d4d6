package dev.layerseal.composefs.oci;

import dev.layerseal.composefs.ComposefsImage;
import dev.layerseal.composefs.ComposefsTree;
import dev.layerseal.composefs.ComposefsVersion;
import dev.layerseal.composefs.ObjectStore;
import dev.layerseal.composefs.TreeBudget;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.fsverity.FsVerityParameters;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Manifest;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.seal.ImageLayers;
import dev.layerseal.seal.LayerConverter;
import dev.layerseal.seal.LayerFacts;
import dev.layerseal.seal.LayerReader;
import dev.layerseal.seal.LayerSource;
import dev.layerseal.tar.TarDialect;
import dev.layerseal.tar.TarParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Merges the layers of an OCI image into the tree of its composefs image. Signing and verifying
 * both go through here, so they cannot disagree:
 *
 * <pre>{@code
 * ImageMerger merger = ImageMerger.standard(FsVerityParameters.SHA512, settings);
 * FsVerityDigest digest = merger.digest(store, image);
 * }</pre>
 *
 * <p>The layers are read one after the other, each once; nothing of them is kept but the tree.
 */
public final class ImageMerger {

  private final MergeRules rules;
  private final FsVerityParameters parameters;
  private final LayerConverter.Settings settings;
  private final Optional<ObjectStore> store;
  private final Optional<ComposefsVersion> layerImages;

  private ImageMerger(
      MergeRules rules,
      FsVerityParameters parameters,
      LayerConverter.Settings settings,
      Optional<ObjectStore> store,
      Optional<ComposefsVersion> layerImages) {
    this.rules = rules;
    this.parameters = parameters;
    this.settings = settings;
    this.store = store;
    this.layerImages = layerImages;
  }

  /**
   * Merges by {@code rules}.
   *
   * @param parameters hash of the files' digests
   * @param settings limits of the layers, and of the memory for the tree
   */
  public ImageMerger(
      MergeRules rules, FsVerityParameters parameters, LayerConverter.Settings settings) {
    this(rules, parameters, settings, Optional.empty(), Optional.empty());
  }

  /** Merges as composefs-rs does now. */
  public static ImageMerger standard(
      FsVerityParameters parameters, LayerConverter.Settings settings) {
    return new ImageMerger(MergeRules.STANDARD, parameters, settings);
  }

  /** The same, which puts the content of larger files into {@code objects}. */
  public ImageMerger storingIn(ObjectStore objects) {
    return new ImageMerger(rules, parameters, settings, Optional.of(objects), layerImages);
  }

  /** The same, which computes the digest of an image of each layer alone as well. */
  public ImageMerger withLayerImages(ComposefsVersion version) {
    return new ImageMerger(rules, parameters, settings, store, Optional.of(version));
  }

  /** The fs-verity digest of the composefs image of {@code image}, in the standard version. */
  public FsVerityDigest digest(ImageStore images, Descriptor image)
      throws LayersealException, IOException {
    return ComposefsImage.digest(merge(images, image).tree(), MergeRules.VERSION, parameters);
  }

  /**
   * Merges the image that {@code image} is the manifest of.
   *
   * @throws dev.layerseal.error.FormatException when layers break the rules of merging
   * @throws UnsupportedFeatureException when a layer cannot be read, or the tree is too large
   */
  public MergedImage merge(ImageStore images, Descriptor image)
      throws LayersealException, IOException {
    Manifest manifest = Manifest.decode(image.mediaType(), images.fetchManifest(image));
    List<LayerSource> layers = new ArrayList<>();
    for (ImageLayers.Layer layer : ImageLayers.all(images, image, manifest)) {
      layers.add(LayerSource.of(images, layer.descriptor(), layer.diffId()));
    }
    return merge(layers);
  }

  /** Merges layers from anywhere, bottom first. */
  public MergedImage merge(List<LayerSource> layers) throws LayersealException, IOException {
    EntryTree tree = new EntryTree();
    TreeBudget budget = new TreeBudget(settings.memory());
    List<MergedLayer> merged = new ArrayList<>();
    for (LayerSource layer : layers) {
      try {
        merged.add(merge(layer, tree, budget));
      } catch (LayersealException e) {
        throw String.valueOf(e.getMessage()).contains(layer.label()) ? e : e.at(layer.label());
      }
    }
    RootRules.apply(rules.root(), tree);
    return new MergedImage(ComposefsTree.of(tree.root()), merged);
  }

  private MergedLayer merge(LayerSource layer, EntryTree tree, TreeBudget budget)
      throws LayersealException, IOException {
    if (layer.erofs()) {
      throw new UnsupportedFeatureException(
          "the layer is an EROFS image; composefs images are made from tar layers");
    }
    LayerTarget alone = LayerTarget.alone();
    List<LayerTarget> targets = new ArrayList<>(List.of(LayerTarget.merged(tree)));
    if (layerImages.isPresent()) {
      targets.add(alone);
    }
    try (EntryContent content = new EntryContent(parameters, store)) {
      LayerEntries entries = new LayerEntries(rules, budget, content, targets);
      TarParser parser = new TarParser(TarDialect.COMPOSEFS, entries);
      LayerReader reader = new LayerReader(settings.limits(), settings.listener());
      LayerFacts facts = reader.read(layer, parser::update);
      parser.finish();
      return new MergedLayer(
          facts.digest(),
          facts.diffId(),
          facts.size(),
          imageOf(alone),
          alone.refusal(),
          entries.warnings());
    }
  }

  private Optional<FsVerityDigest> imageOf(LayerTarget alone)
      throws LayersealException, IOException {
    if (layerImages.isEmpty() || alone.refusal().isPresent()) {
      return Optional.empty();
    }
    ComposefsTree tree = ComposefsTree.of(alone.tree().root());
    return Optional.of(ComposefsImage.digest(tree, layerImages.get(), parameters));
  }
}
