package dev.layerseal.seal;

import dev.layerseal.bytes.Uuid;
import dev.layerseal.erofs.mkfs.ErofsUtils;
import dev.layerseal.erofs.mkfs.MkfsOptions;
import dev.layerseal.erofs.mkfs.TarIndex;
import dev.layerseal.erofs.mkfs.TarIndexBuilder;
import dev.layerseal.error.LayersealException;
import java.io.IOException;

/** The metadata of a layer's tar-index image, as bytes. */
public final class TarIndexImage {

  private TarIndexImage() {}

  /** The bytes that a release of mkfs.erofs writes for {@code layer}. */
  public static byte[] metadata(
      LayerSource layer, ErofsUtils writer, Uuid uuid, LayerConverter.Settings settings)
      throws LayersealException, IOException {
    TarIndexBuilder builder =
        new TarIndexBuilder(MkfsOptions.tarIndex(writer).withMemory(settings.memory()));
    new LayerReader(settings.limits(), settings.listener()).read(layer, builder::update);
    TarIndex index = builder.finish(uuid);
    return index.metadata();
  }
}
