package dev.layerseal.convert;

import dev.layerseal.compress.ZstdWriter;
import dev.layerseal.erofs.KernelNeeds;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.MediaType;
import dev.layerseal.seal.AppendedTree;
import dev.layerseal.seal.SpooledBlob;
import dev.layerseal.tar.TarWarning;
import dev.layerseal.verity.SpillFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A new layer in a temporary file, compressed where its media type says so.
 *
 * @param diffId SHA-256 before that compression
 */
record LayerBlob(Descriptor descriptor, Digest diffId, SpooledBlob content) {

  /** Takes over {@code file}, which has the content of the layer. */
  static LayerBlob of(Path file, MediaType type, SpillFolder folder) throws IOException {
    SpooledBlob plain = SpooledBlob.adopt(file);
    try {
      Descriptor described = plain.describe(type.toString());
      if (type.compression() == MediaType.Compression.NONE) {
        return new LayerBlob(described, described.digest(), plain);
      }
      SpooledBlob packed = compress(plain, folder);
      plain.close();
      return new LayerBlob(packed.describe(type.toString()), described.digest(), packed);
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  ConvertedBlob converted(
      Descriptor from,
      Map<String, String> annotations,
      Optional<AppendedTree> tree,
      Optional<KernelNeeds> needs,
      List<TarWarning> warnings) {
    return new ConvertedBlob(
        from.digest(),
        descriptor.withAnnotations(annotations),
        diffId,
        tree,
        needs,
        warnings,
        content);
  }

  private static SpooledBlob compress(SpooledBlob plain, SpillFolder folder) throws IOException {
    SpooledBlob packed = SpooledBlob.create(folder);
    try (InputStream in = plain.open()) {
      OutputStream out = Channels.newOutputStream(packed.file());
      ZstdWriter.write(in, out);
      return packed;
    } catch (IOException | RuntimeException e) {
      packed.close();
      throw e;
    }
  }
}
