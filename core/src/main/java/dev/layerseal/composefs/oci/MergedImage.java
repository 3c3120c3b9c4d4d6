package dev.layerseal.composefs.oci;

import dev.layerseal.composefs.ComposefsTree;
import java.util.List;

/**
 * The layers of an image, made one tree.
 *
 * @param tree what the composefs image holds
 * @param layers bottom first
 */
public record MergedImage(ComposefsTree tree, List<MergedLayer> layers) {

  public MergedImage {
    layers = List.copyOf(layers);
  }
}
