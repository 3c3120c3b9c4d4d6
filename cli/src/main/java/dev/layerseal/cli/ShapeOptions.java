package dev.layerseal.cli;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.erofs.mkfs.MkfsOptions;
import dev.layerseal.error.FormatException;
import dev.layerseal.seal.FullImageShape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a full image has different from what its recipe says, in the words of mkfs.erofs. */
final class ShapeOptions {

  @Option(
      names = "--block-size",
      paramLabel = "BYTES",
      description = "of a full image: 512 to 4096, or to 65536 for kernels with such pages")
  @Nullable Long blockSize;

  @Option(
      names = "--inline-data",
      negatable = true,
      description = "ends of files stand behind their inode (-E inline_data)")
  @Nullable Boolean inlineData;

  @Mixin AttributeOptions attributes = new AttributeOptions();

  /** Whether there is anything to change. */
  boolean given() {
    return !texts().isEmpty();
  }

  /** What is given, as it could be typed. */
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    add(texts, blockSize != null, "--block-size=" + blockSize);
    add(
        texts,
        inlineData != null,
        Boolean.FALSE.equals(inlineData) ? "--no-inline-data" : "--inline-data");
    texts.addAll(attributes.texts());
    return texts;
  }

  private static void add(List<String> texts, boolean given, String text) {
    if (given) {
      texts.add(text);
    }
  }

  /**
   * Whether a tar index is the same with what is given: mkfs.erofs takes a block size of up to 4096
   * bytes for one, and makes blocks of 512.
   */
  boolean leavesTarIndex() throws FormatException {
    return blockSize != null
        && BlockSize.of(blockSize).bytes() <= BlockSize.B4096.bytes()
        && texts().size() == 1;
  }

  FullImageShape applyTo(FullImageShape shape) throws FormatException {
    return new FullImageShape(applyTo(shape.options()), attributes.applyTo(shape.attributes()));
  }

  private MkfsOptions applyTo(MkfsOptions options) throws FormatException {
    MkfsOptions sized =
        blockSize == null ? options : options.withBlockSize(BlockSize.of(blockSize));
    if (inlineData == null) {
      return sized;
    }
    return inlineData ? sized.withInlineData() : sized.withoutInlineData();
  }
}
