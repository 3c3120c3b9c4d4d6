package dev.layerseal.seal;

/**
 * Hears how a conversion goes on. Calls come from several threads when several layers are converted
 * side by side, from one thread for each layer.
 */
public interface ConversionListener {

  /** Hears nothing. */
  ConversionListener NONE = new ConversionListener() {};

  /** {@code bytes} of the layer's blob were read in all. */
  default void fetched(LayerSource layer, long bytes) {}

  /** The layer is done. */
  default void converted(LayerSource layer, ConvertedLayer result) {}
}
