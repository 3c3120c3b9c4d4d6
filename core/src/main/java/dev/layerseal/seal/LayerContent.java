package dev.layerseal.seal;

import dev.layerseal.error.LayersealException;
import dev.layerseal.oci.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The uncompressed content of a layer in a file.
 *
 * @param digest of the layer blob
 * @param diffId SHA-256 of the uncompressed layer
 * @param dataSize length without what stands behind an EROFS image
 */
public record LayerContent(Digest digest, Digest diffId, long dataSize) {

  /**
   * Writes the content of {@code layer} over {@code file}. A hash tree behind an image is verified,
   * and left out.
   */
  public static LayerContent write(LayerSource layer, LayerConverter.Settings settings, Path file)
      throws LayersealException, IOException {
    try (FileChannel target =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      LayerFacts facts =
          new LayerReader(settings.limits(), settings.listener())
              .read(layer, (buffer, offset, length) -> put(target, buffer, offset, length));
      if (layer.tree().isPresent()) {
        new AppendedTreeCheck(layer.tree().get(), target).verify(facts.size());
        target.truncate(layer.tree().get().offset());
      }
      return new LayerContent(facts.digest(), facts.diffId(), target.size());
    }
  }

  private static void put(FileChannel target, byte[] buffer, int offset, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(buffer, offset, length);
    while (bytes.hasRemaining()) {
      target.write(bytes);
    }
  }
}
