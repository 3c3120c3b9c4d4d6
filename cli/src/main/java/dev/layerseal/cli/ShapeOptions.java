package dev.layerseal.cli;

import dev.layerseal.bytes.BlockSize;
import dev.layerseal.erofs.mkfs.FileAttributes;
import dev.layerseal.erofs.mkfs.FileAttributes.Times;
import dev.layerseal.erofs.mkfs.FileAttributes.Xattrs;
import dev.layerseal.erofs.mkfs.MkfsOptions;
import dev.layerseal.error.FormatException;
import dev.layerseal.seal.FullImageShape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a full image has different from what its recipe says, in the words of mkfs.erofs. */
final class ShapeOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

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

  @Option(names = "--all-root", description = "every file belongs to uid 0 and gid 0")
  boolean allRoot;

  @Option(
      names = {"-T", "--timestamp"},
      paramLabel = "SECONDS",
      description = "time of the image, and of every file unless --mkfs-time is there")
  @Nullable Long timestamp;

  @Option(names = "--mkfs-time", description = "every file keeps its own time")
  boolean mkfsTime;

  @Option(
      names = "--ignore-mtime",
      description = "no inode is made larger for the time of its file")
  boolean ignoreMtime;

  @Option(names = "--xattrs", paramLabel = "keep|drop|fail", description = "xattrs of files")
  @Nullable String xattrs;

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
    add(texts, allRoot, "--all-root");
    add(texts, timestamp != null, "--timestamp=" + timestamp);
    add(texts, mkfsTime, "--mkfs-time");
    add(texts, ignoreMtime, "--ignore-mtime");
    add(texts, xattrs != null, "--xattrs=" + xattrs);
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
    return new FullImageShape(applyTo(shape.options()), applyTo(shape.attributes()));
  }

  private MkfsOptions applyTo(MkfsOptions options) throws FormatException {
    MkfsOptions sized =
        blockSize == null ? options : options.withBlockSize(BlockSize.of(blockSize));
    if (inlineData == null) {
      return sized;
    }
    return inlineData ? sized.withInlineData() : sized.withoutInlineData();
  }

  private FileAttributes applyTo(FileAttributes attributes) {
    if (timestamp != null && timestamp < 0) {
      throw new ParameterException(spec.commandLine(), "--timestamp is before 1970");
    }
    return new FileAttributes(
        allRoot || attributes.allRoot(),
        timestamp == null ? attributes.time() : timestamp,
        times(attributes.times()),
        xattrs == null ? attributes.xattrs() : xattrs(xattrs),
        attributes.filtered());
  }

  private Times times(Times base) {
    Times kept = mkfsTime ? Times.OWN : timestamp == null ? base : Times.OF_IMAGE;
    return kept == Times.OWN && ignoreMtime ? Times.OWN_IF_ROOM : kept;
  }

  private Xattrs xattrs(String text) {
    return switch (text) {
      case "keep" -> Xattrs.KEEP;
      case "drop" -> Xattrs.DROP;
      case "fail" -> Xattrs.FAIL;
      default ->
          throw new ParameterException(
              spec.commandLine(),
              "--xattrs is \"%s\", expected keep, drop or fail".formatted(text));
    };
  }
}
